using System.Net.Sockets;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>No longer prefix takes a part of the destination elsewhere; nor, from a prefix list's route, a route of the same block.</summary>
internal sealed class NotShadowedCheck : ValidationCheck
{
    public override string Id => "NotShadowed";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | (isQuick ? FactKind.None : FactKind.PrefixLists);

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var routed = view.Set.Where(t => view.RouteIn(t.Table) is not null).ToList();
        if (routed.Count == 0)
        {
            return [];
        }

        var wrong = (from used in routed
                     let own = view.RouteIn(used.Table)!
                     from route in used.Table.Routes
                     where !route.IsLocal && route != own && route.Hop != own.Hop
                     let taken = Taken(view, own, route)
                     where taken is not null
                     select new Finding(
                         used.Table.Id, OverlayCheckStatus.Fail,
                         $"In {used.Table.Called} the route to {route.Destination} takes packets for {taken} to {route.HopText} instead of {own.HopText}.",
                         Remedy(view, used.Table, route),
                         used.Concerns)).ToList();
        return OrPass(wrong, view, () => $"No more specific route in {Count(routed.Count, "route table")}.");
    }

    // The part of the destination that the other route takes, or null.
    private static CidrBlock? Taken(DestinationView view, RouteFact own, RouteFact other) => (
        from wanted in view.Blocks
        from block in view.BlocksOf(other.Destination)
        where wanted.Contains(block) && (block.PrefixLength > wanted.PrefixLength || IsPreferred(other, own))
        select block).FirstOrDefault();

    // Of equal blocks the static route wins over the prefix list's.
    private static bool IsPreferred(RouteFact other, RouteFact own) => own.Destination.PrefixListId is not null && other.Destination.PrefixListId is null && !other.IsPropagated;

    private static string Remedy(DestinationView view, RouteTableFact table, RouteFact route)
    {
        if (route.IsOverlay)
        {
            return view.Remedies.Cmdlet($"Remove-OverlayRoute {route.Destination} -RouteTableId {table.Id} -Confirm:$false");
        }

        if (route.IsPropagated)
        {
            return view.Remedies.Aws($"ec2 disable-vgw-route-propagation --route-table-id {table.Id} --gateway-id {route.Hop.Id}");
        }

        var option = route.Destination switch
        {
            { PrefixListId: not null } => "--destination-prefix-list-id",
            { Cidr.AddressFamily: AddressFamily.InterNetworkV6 } => "--destination-ipv6-cidr-block",
            _ => "--destination-cidr-block",
        };
        return view.Remedies.Aws($"ec2 delete-route --route-table-id {table.Id} {option} {route.Destination}");
    }
}
