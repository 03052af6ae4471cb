namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The other nodes run, so that a switch to them would be accepted.</summary>
internal sealed class CandidateRunningCheck : NodeRunningCheck
{
    public override string Id => "CandidateRunning";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Failover;

    public override IEnumerable<Finding> Judge(DestinationView view) => view.Candidates.Select(node =>
        Problem(view, node) ?? Finding.Pass(node.Id, $"{node.Called} is running."));
}
