using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Asks all nodes and all witnesses at once, each for no longer than its time.</summary>
internal sealed class ProbeRound(WatchOptions options, TimeProvider time)
{
    /// <summary>Asks the nodes.</summary>
    public async Task<IReadOnlyDictionary<string, ProbeAnswer>> AskAsync(IReadOnlyList<OverlayWatchedNode> nodes, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(async node =>
            (node.NetworkInterfaceId, Answer: ProbeAnswer.Of(await Task.WhenAll(options.Probes.Select(probe => AskAsync(probe, node, cancellationToken)))))));
        return answers.ToDictionary(a => a.NetworkInterfaceId, a => a.Answer, StringComparer.Ordinal);
    }

    /// <summary>Whether enough witnesses answer; null when there are none.</summary>
    public async Task<bool?> IsWitnessedAsync(CancellationToken cancellationToken)
    {
        if (options.Witnesses.Count == 0)
            return null;

        var answers = await Task.WhenAll(options.Witnesses.Select(w => WithinTimeAsync(w.AnswersAsync, late: false, cancellationToken)));
        return answers.Count(a => a) >= (options.WitnessesNeeded ?? options.Witnesses.Count);
    }

    private Task<ProbeAnswer> AskAsync(IHealthProbe probe, OverlayWatchedNode node, CancellationToken cancellationToken) => probe.KeepsItsOwnTime
        ? probe.ProbeAsync(node, cancellationToken)
        : WithinTimeAsync(
            token => probe.ProbeAsync(node, token), ProbeAnswer.Failed($"no answer within {options.Timeout.TotalSeconds:0.###} s"), cancellationToken);

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> ask, T late, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.Timeout, time, cancellationToken);
        try
        {
            return await ask(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return late;
        }
    }
}
