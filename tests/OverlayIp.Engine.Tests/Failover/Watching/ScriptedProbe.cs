using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>Answers as the test says, by network interface; everybody is well unless it says otherwise.</summary>
internal sealed class ScriptedProbe : IHealthProbe
{
    public HashSet<string> Ill { get; } = [];

    /// <summary>Those that never answer.</summary>
    public HashSet<string> Silent { get; } = [];

    public List<OverlayWatchedNode> Asked { get; } = [];

    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken)
    {
        Asked.Add(node);
        if (Silent.Contains(node.NetworkInterfaceId))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return Ill.Contains(node.NetworkInterfaceId) ? ProbeAnswer.Failed("ill") : ProbeAnswer.Passed("well");
    }
}
