using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Puts what a watch finds and does into events, with the names that people know the nodes by.</summary>
internal sealed class WatchReporter(Ec2Connection connection, WatchOptions options, WatchedNodes nodes, IWatchAudience audience)
{
    private string? _lastFailure;
    private bool _apiIsDown;

    /// <summary>Tells findings.</summary>
    public void Tell(IEnumerable<WatchFinding> findings)
    {
        foreach (var f in findings)
            audience.Tell(Event(f.Kind, f.Node, f.From, f.To, f.Detail is null ? Sentence(f) : Named(f.Detail)));
    }

    /// <summary>Tells what became of a move; a failure that is still the same is told once.</summary>
    public void Tell(WatchMove move, MoveResult result)
    {
        foreach (var instance in result.Fenced)
            audience.Tell(Event(OverlayHealthEventKind.Fenced, move.From.FirstOrDefault(id => nodes.InstanceOf(id) == instance), detail: $"{instance} is stopped."));

        var from = move.From.Count > 0 ? move.From[0] : null;
        if (result.Succeeded)
        {
            _lastFailure = null;
            var tables = result.Executions.Sum(e => e.Reports.Count);
            audience.Tell(Event(move.Kind, move.To, from, move.To, $"{tables} route table{(tables == 1 ? "" : "s")}, read back.") with { Elapsed = result.Elapsed });
            return;
        }

        var kind = result switch
        {
            { Declined: true } => OverlayHealthEventKind.Declined,
            { FenceFailed: true } => OverlayHealthEventKind.FenceFailed,
            _ => OverlayHealthEventKind.SwitchFailed,
        };
        var detail = result.Error?.Message ?? $"The move to {nodes.Call(move.To)} was not confirmed.";
        var failure = $"{kind} {move.To} {result.Error?.ErrorId}";
        if (failure != _lastFailure)
            audience.Tell(Event(kind, move.To, from, from, detail) with { ErrorId = result.Error?.ErrorId, Elapsed = result.Declined ? null : result.Elapsed });
        _lastFailure = failure;
    }

    /// <summary>Tells once when EC2 can no longer be asked, and once when it can again.</summary>
    /// <param name="failure">Why it cannot be asked, or null when it can.</param>
    /// <param name="target">Where the routes pointed to when it last could.</param>
    public void TellApi(OverlayIpException? failure, string? target)
    {
        if (failure is not null == _apiIsDown)
            return;

        _apiIsDown = failure is not null;
        audience.Tell(Event(
            _apiIsDown ? OverlayHealthEventKind.ApiUnavailable : OverlayHealthEventKind.ApiAvailable, to: target,
            detail: failure is null ? "EC2 answers again." : $"{failure.Message} The watch goes on.") with
        { ErrorId = failure?.ErrorId });
    }

    /// <summary>Tells that a watch that looks once has ended and the routes are where they were.</summary>
    public void TellKept(string? target, string why) => audience.Tell(Event(OverlayHealthEventKind.Kept, target, to: target, detail: why));

    private OverlayHealthEvent Event(OverlayHealthEventKind kind, string? node = null, string? from = null, string? to = null, string? detail = null) => new()
    {
        Time = connection.Time.GetUtcNow(),
        DestinationCidr = options.Destination.ToString(),
        Kind = kind,
        Candidate = nodes.IdOf(node),
        CandidateName = string.IsNullOrEmpty(node) ? null : nodes.NameOf(node),
        From = nodes.IdOf(from),
        To = nodes.IdOf(to),
        Detail = detail,
        VpcId = nodes.VpcId,
        Region = connection.Region,
    };

    private string? Sentence(WatchFinding finding) => finding.Kind switch
    {
        OverlayHealthEventKind.Watching => $"The routes point to {nodes.Call(finding.To)}.",
        OverlayHealthEventKind.Adopted => $"Somebody else moved the routes from {nodes.Call(finding.From)} to {nodes.Call(finding.To)}.",
        OverlayHealthEventKind.CutOff => $"Of the witnesses {string.Join(", ", options.Witnesses)} too few answer: what fails now fails here.",
        OverlayHealthEventKind.Reconnected => "The witnesses answer again.",
        OverlayHealthEventKind.RouteMissing => "No route table has the destination any more.",
        _ => null,
    };

    private string Named(string detail) => nodes.Candidates.Aggregate(detail, (text, id) => text.Replace(id, nodes.Call(id), StringComparison.Ordinal));
}
