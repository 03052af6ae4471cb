using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The candidates lie in the VPC of the route tables: a route cannot point into another one.</summary>
internal sealed class CandidateInVpcCheck : ValidationCheck
{
    public override string Id => "CandidateInVpc";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Failover;

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Instances;

    public override IEnumerable<Finding> Judge(DestinationView view) =>
        from node in view.Candidates
        let vpcId = node.Interface?.VpcId ?? node.Instance?.VpcId
        where vpcId is not null
        select vpcId == view.Facts.VpcId
            ? Finding.Pass(node.Id, $"{node.Called} lies in {vpcId}.")
            : new Finding(
                node.Id, OverlayCheckStatus.Fail, $"{node.Called} lies in {vpcId}, the route tables in {view.Facts.VpcId}: no route can point to it.",
                view.Remedies.Cmdlet($"Test-OverlayIp {view.Typed} -VpcId {view.Facts.VpcId} -Candidate {RemedyCommands.SomeTarget}"));
}
