using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdTakeover;

/// <summary><c>overlayip takeover</c> as a cluster hook starts it: the node finds itself by instance metadata.</summary>
internal sealed class TakeoverContender(string agent, string locks) : Contender
{
    public override string Name => "overlayip takeover";

    public override string? WhyNot(ColdStage stage) => WhyMissing(agent) ?? stage.WhyNoMetadata;

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "takeover", BenchmarkLab.Address, "--endpoint-url", stage.EndpointUrl, "--lock-directory", locks,
            .. routeTableIds.SelectMany(id => (string[])["--route-table", id]),
        ];
        return (await ChildProcess.RunAsync(agent, arguments, stage.Environment, cancellationToken)).Elapsed;
    }
}
