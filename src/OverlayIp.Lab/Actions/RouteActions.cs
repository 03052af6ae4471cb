using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateRoute, ReplaceRoute and DeleteRoute.</summary>
internal static class RouteActions
{
    // VPC quotas: routes per route table (non-propagated). A prefix list counts with its maximum size.
    private const int RoutesPerTable = 500;

    private const string Destinations = "DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId";

    public static void Register(ActionTable table)
    {
        table.Add("CreateRoute", Create, $"RouteTableId {Destinations} {RouteTargetParameters.Names}");
        table.Add("ReplaceRoute", Replace, $"RouteTableId {Destinations} {RouteTargetParameters.Names} LocalTarget");
        table.Add("DeleteRoute", Delete, $"RouteTableId {Destinations}");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var tableId = AuthorizedTable(context);
        var destination = RouteDestinationParameters.Read(context.Parameters);
        var target = RouteTargetParameters.Read(context.Parameters, localAllowed: false);
        context.Mutate(state =>
        {
            var table = state.RouteTable(tableId);
            var entry = target.Aim(state, table, new RouteEntry(destination.Text, null, IsVpcOwn: false));
            destination.RequireExisting(state);
            if (table.Routes.FirstOrDefault(route => route.Destination == destination.Text) is { } present)
            {
                // Asking again for what is there already succeeds; only another target is a conflict.
                return !present.IsVpcOwn && present.HasTargetOf(entry)
                    ? state
                    : throw new Ec2Exception("RouteAlreadyExists", $"The route identified by {destination.Text} already exists.");
            }

            destination.RequireAllowedIn(state, state.Vpc(table.VpcId), entry);
            RequireQuota(state, table, entry);
            return state.With(table with { Routes = table.Routes.Add(entry) });
        });
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Replace(ActionContext context)
    {
        var tableId = AuthorizedTable(context);
        var destination = RouteDestinationParameters.Read(context.Parameters);
        var target = RouteTargetParameters.Read(context.Parameters, localAllowed: true);
        context.Mutate(state =>
        {
            var table = state.RouteTable(tableId);
            var wanted = target.Aim(state, table, new RouteEntry(destination.Text, null, IsVpcOwn: false));
            destination.RequireExisting(state);
            var present = table.Routes.FirstOrDefault(route => route.Destination == destination.Text)
                ?? throw Ec2Errors.InvalidParameterValue(
                    $"There is no route defined for '{destination.Text}' in the route table. Use CreateRoute instead.");
            if (target.IsLocal && !present.IsVpcOwn)
            {
                throw Ec2Errors.InvalidParameterValue("local-target only allowed with network local destination CIDRs");
            }

            if (!target.IsLocal)
            {
                destination.RequireTargetAllowedIn(state.Vpc(table.VpcId), wanted);
            }

            return state.With(table with { Routes = table.Routes.Replace(present, wanted with { IsVpcOwn = present.IsVpcOwn }) });
        });
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var tableId = AuthorizedTable(context);
        var destination = RouteDestinationParameters.Read(context.Parameters);
        context.Mutate(state =>
        {
            var table = state.RouteTable(tableId);
            var present = table.Routes.FirstOrDefault(route => route.Destination == destination.Text)
                ?? throw new Ec2Exception(
                    "InvalidRoute.NotFound", $"no route with {destination.ParameterName} {destination.Text} in route table {tableId}");
            if (present.IsVpcOwn)
            {
                throw Ec2Errors.InvalidParameterValue($"cannot remove local route {destination.Text} in route table {tableId}");
            }

            return state.With(table with { Routes = table.Routes.Remove(present) });
        });
        return xml => xml.Text("return", true);
    }

    private static string AuthorizedTable(ActionContext context)
    {
        var tableId = context.Parameters.RequiredId("RouteTableId", ResourceKind.RouteTable);
        context.Authorize($"route-table/{tableId}");
        return tableId;
    }

    private static void RequireQuota(LabState state, RouteTableResource table, RouteEntry added)
    {
        var used = table.Routes.Where(route => !route.IsVpcOwn).Append(added).Sum(route => Weight(state, route));
        if (used > RoutesPerTable)
        {
            throw new Ec2Exception("RouteLimitExceeded", "The maximum number of routes has been reached.");
        }
    }

    private static int Weight(LabState state, RouteEntry route) =>
        route.IsPrefixList && state.PrefixLists.TryGetValue(route.Destination, out var list) ? list.MaxEntries : 1;
}
