using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>A candidate that is named by its instance has one network interface: with several, nobody knows which one a switch means.</summary>
internal sealed class OneInterfaceCheck : ValidationCheck
{
    public override string Id => "OneInterface";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Failover;

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Instances;

    public override IEnumerable<Finding> Judge(DestinationView view) =>
        from node in view.Candidates
        where node.IsPrimaryAssumed
        select new Finding(
            node.Id, OverlayCheckStatus.Warn,
            $"{node.Called} has several network interfaces ({string.Join(", ", node.Instance!.Interfaces.Select(i => i.Id))}). The primary one was looked at; a switch must name the one that it means.",
            view.Remedies.Cmdlet($"Test-OverlayIp {view.Typed} -VpcId {view.Facts.VpcId} -Candidate {node.NetworkInterfaceId}"));
}
