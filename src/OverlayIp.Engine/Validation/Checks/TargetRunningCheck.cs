namespace OverlayIp.Engine.Validation.Checks;

/// <summary>What the routes point to is a running instance.</summary>
internal sealed class TargetRunningCheck : NodeRunningCheck
{
    public override string Id => "TargetRunning";

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var targets = view.Targets.ToList();
        return targets.Count == 0
            ? [Finding.Skipped(view.Destination.ToString(), "No route table has a route to an instance or network interface, so there is no target.")]
            : targets.Select(node => Problem(view, node) ?? Finding.Pass(node.Id, $"{node.Called} is running; packets go to {node.NetworkInterfaceId}."));
    }
}
