using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>All route tables of the set point to the same network interface.</summary>
internal sealed class TablesAgreeCheck : ValidationCheck
{
    public override string Id => "TablesAgree";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var routed = view.Set.Select(t => (Used: t, Route: view.RouteIn(t.Table)!)).Where(t => t.Route is not null).ToList();
        if (routed.Count == 0)
        {
            return [];
        }

        var home = routed.Exists(t => t.Route.NetworkInterfaceId is not null && t.Route.NetworkInterfaceId == view.Home?.NetworkInterfaceId)
            ? view.Home!.NetworkInterfaceId
            : routed.GroupBy(t => t.Route.NetworkInterfaceId).OrderByDescending(g => g.Count()).First().Key;
        var most = routed.First(t => t.Route.NetworkInterfaceId == home);
        var wrong = routed.Where(t => t.Route.NetworkInterfaceId != home).Select(t => new Finding(
            t.Used.Table.Id, OverlayCheckStatus.Fail,
            $"{t.Used.Table.Called}{t.Used.Users}, points to {t.Route.HopText}, {(routed.Count == 2 ? most.Used.Table.Called : "the others")} to {most.Route.HopText}.",
            view.Remedies.Cmdlet($"Switch-OverlayRoute {view.Typed} -RouteTableId {t.Used.Table.Id} {DestinationView.TargetParameter(view.Home)}"),
            t.Used.Concerns)).ToList();
        return OrPass(wrong, view, () => $"{Count(routed.Count, "route table")} point{(routed.Count == 1 ? "s" : "")} to {most.Route.HopText}.");
    }
}
