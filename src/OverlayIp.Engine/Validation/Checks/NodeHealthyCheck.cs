using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>EC2's status checks of the nodes, and what AWS has planned for them.</summary>
internal sealed class NodeHealthyCheck : ValidationCheck
{
    public override string Id => "NodeHealthy";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | FactKind.Health;

    // Only running nodes have status checks: the others are told of by the checks before this one.
    public override IEnumerable<Finding> Judge(DestinationView view) =>
        from node in view.Nodes
        where node.IsRunning
        let health = view.Facts.Health.Items.FirstOrDefault(h => h.InstanceId == node.Id)
        where health is not null
        select (health, node) switch
        {
            _ when IsImpaired(health) => new Finding(
                node.Id, OverlayCheckStatus.Warn, $"{node.Called} fails EC2's status checks: system {health.SystemStatus}, instance {health.InstanceStatus}.",
                view.Remedies.Aws($"ec2 describe-instance-status --instance-ids {node.Id}"), node.Concerns),
            _ when health.Events.Count > 0 => new Finding(
                node.Id, OverlayCheckStatus.Warn, $"AWS has scheduled for {node.Called}: {string.Join(", ", health.Events)}.", MoveAway(view, node), node.Concerns),
            _ => Finding.Pass(node.Id, $"{node.Called}: system {health.SystemStatus}, instance {health.InstanceStatus}; nothing is scheduled."),
        };

    private static string MoveAway(DestinationView view, OverlayNode node) => node.IsTarget && view.Refuge is { } refuge
        ? view.Remedies.Cmdlet($"Switch-OverlayRoute {view.Typed} -VpcId {view.Facts.VpcId} {DestinationView.TargetParameter(refuge)}")
        : view.Remedies.Aws($"ec2 describe-instance-status --instance-ids {node.Id}");

    private static bool IsImpaired(InstanceHealthFact health) => health.SystemStatus == "impaired" || health.InstanceStatus == "impaired";
}
