using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>No route of the set is a blackhole.</summary>
internal sealed class RouteActiveCheck : ValidationCheck
{
    public override string Id => "RouteActive";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var routed = view.Set.Select(t => (Used: t, Route: view.OverlayRouteIn(t.Table)!)).Where(t => t.Route is not null).ToList();
        if (routed.Count == 0)
        {
            return [];
        }

        var wrong = routed.Where(t => t.Route.IsBlackhole).Select(t => new Finding(
            t.Used.Table.Id, OverlayCheckStatus.Fail,
            $"{t.Used.Table.Called}{t.Used.Users}, points to {t.Route.HopText}, which is stopped, terminated or detached: a blackhole.",
            Remedy(view, t.Used.Table),
            t.Used.Concerns)).ToList();
        return OrPass(wrong, view, () => $"Active in {Count(routed.Count, "route table")}.");
    }

    // Starting the stopped target is told of by TargetRunning. Where somebody else could have the address at once, that is the quicker way.
    private static string Remedy(DestinationView view, RouteTableFact table)
    {
        var stopped = view.Targets.FirstOrDefault(n => n.Instance?.State == "stopped");
        return view.Home is null && stopped is not null
            ? view.Remedies.Aws($"ec2 start-instances --instance-ids {stopped.Id}") + "; " + view.Remedies.Aws($"ec2 wait instance-running --instance-ids {stopped.Id}")
            : view.Remedies.Cmdlet($"Switch-OverlayRoute {view.Typed} -RouteTableId {table.Id} {DestinationView.TargetParameter(view.Home)}");
    }
}
