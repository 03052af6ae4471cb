using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>Every route table that a client's subnet uses, by association or as the main one, sends the destination to a node.</summary>
internal sealed class RouteInEveryTableCheck : ValidationCheck
{
    public override string Id => "RouteInEveryTable";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | (isQuick ? FactKind.None : FactKind.Subnets | FactKind.PrefixLists);

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        if (view.Request is { IsQuick: true, VpcId: null, RouteTableIds.Count: 0 })
        {
            return [Finding.Skipped(view.Destination.ToString(), "A quick test asks for the tables that have the route; name the VPC, or pipe in routes, to see those that lack it.")];
        }

        if (view.IsInsideVpc)
        {
            return [Finding.Skipped(view.Destination.ToString(), "It lies inside the VPC: no route to it would count.")];
        }

        var wrong = view.Used.Select(table => Problem(view, table)).OfType<Finding>().ToList();
        var subnets = view.Used.Sum(t => t.Subnets.Count);
        return OrPass(wrong, view, () =>
            $"{Count(view.Used.Count, "route table")}{(subnets > 0 ? $" of {Count(subnets, "subnet")}" : "")} send{(view.Used.Count == 1 ? "s" : "")} it to a node.");
    }

    private static Finding? Problem(DestinationView view, UsedTable used)
    {
        var table = used.Table;
        if (view.RouteIn(table) is not null)
        {
            return null;
        }

        var target = DestinationView.TargetParameter(view.Home);
        if (table.Routes.FirstOrDefault(r => r.Destination.Equals(view.Destination) && !r.IsPropagated) is { } foreign)
        {
            return new Finding(
                table.Id, OverlayCheckStatus.Fail, $"{table.Called}{used.Users}, sends it to {foreign.HopText}, which is no instance and no network interface.",
                view.Remedies.Cmdlet($"Switch-OverlayRoute {view.Typed} -RouteTableId {table.Id} {target} -Force"));
        }

        var create = view.Remedies.Cmdlet($"New-OverlayRoute {view.Typed} -RouteTableId {table.Id} {target}");
        return view.WinnerIn(table) switch
        {
            { IsOverlay: true } wider => new Finding(
                table.Id, OverlayCheckStatus.Warn,
                $"{table.Called}{used.Users}, sends it to {wider.HopText} by the wider route to {wider.Destination} only: a switch of {view.Typed} would not find it.",
                create, OverlayCheckConcern.Failover),
            { } other => new Finding(
                table.Id, OverlayCheckStatus.Fail, $"{table.Called}{used.Users}, has no route to it; packets go to {other.HopText} by {other.Destination}.", create),
            null => new Finding(table.Id, OverlayCheckStatus.Fail, $"{table.Called}{used.Users}, has no route to it.", create),
        };
    }
}
