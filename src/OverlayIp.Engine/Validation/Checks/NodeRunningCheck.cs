using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>A node exists, is attached and runs: otherwise routes to it are blackholes.</summary>
internal abstract class NodeRunningCheck : ValidationCheck
{
    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | (isQuick ? FactKind.None : FactKind.Interfaces);

    private protected static Finding? Problem(DestinationView view, OverlayNode node) => node switch
    {
        { Instance.State: "running", Interface: not null } => null,
        { Instance: { State: "pending" } starting } => new Finding(node.Id, OverlayCheckStatus.Warn, $"{starting.Called} is starting.", view.Remedies.Aws($"ec2 wait instance-running --instance-ids {starting.Id}")),
        { Instance: { State: "stopped" } stopped } => new Finding(node.Id, OverlayCheckStatus.Fail, $"{stopped.Called} is stopped.", Start(view, stopped)),
        { Instance: { State: "stopping" } stopping } => new Finding(
            node.Id, OverlayCheckStatus.Fail, $"{stopping.Called} is stopping.",
            $"{view.Remedies.Aws($"ec2 wait instance-stopped --instance-ids {stopping.Id}")}; {Start(view, stopping)}"),
        { Instance: { State: not "running" } gone } => new Finding(node.Id, OverlayCheckStatus.Fail, $"{gone.Called} is {gone.State}.", Replace(view, node)),
        { Instance: { } left } => new Finding(node.Id, OverlayCheckStatus.Fail, $"{left.Called} no longer has the network interface {node.NetworkInterfaceId}.", Replace(view, node)),
        { Interface: { InstanceId: null } loose } => new Finding(node.Id, OverlayCheckStatus.Fail, $"The network interface {loose.Id} is attached to no instance.", Replace(view, node)),
        { Interface: { InstanceId: { } unseen } } => new Finding(
            node.Id, OverlayCheckStatus.Warn, $"{unseen} cannot be seen: it belongs to another account, in a shared subnet. Whether it runs, only that account knows."),
        _ => new Finding(node.Id, OverlayCheckStatus.Fail, $"{node.NetworkInterfaceId ?? node.Id} does not exist.", Replace(view, node)),
    };

    private static string Start(DestinationView view, InstanceFact instance) =>
        $"{view.Remedies.Aws($"ec2 start-instances --instance-ids {instance.Id}")}; {view.Remedies.Aws($"ec2 wait instance-running --instance-ids {instance.Id}")}";

    // A candidate that is gone for good is no candidate: whoever tests must name another one.
    private static string? Replace(DestinationView view, OverlayNode node) => node.IsTarget
        ? view.Remedies.Cmdlet($"Switch-OverlayRoute {view.Typed} -VpcId {view.Facts.VpcId} {DestinationView.TargetParameter(view.Home is { } home && home != node ? home : null)}")
        : view.Remedies.Cmdlet($"Test-OverlayIp {view.Typed} -VpcId {view.Facts.VpcId} -Candidate {RemedyCommands.SomeTarget}");
}
