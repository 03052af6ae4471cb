using System.Net;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>SearchTransitGatewayRoutes: static and propagated routes together, as a table has them in effect.</summary>
internal static class TransitGatewayRouteSearch
{
    private static readonly Dictionary<string, Func<TransitGatewayRoute, IEnumerable<string?>>> Values = new(StringComparer.Ordinal)
    {
        ["attachment.resource-id"] = route => [route.Attachment?.VpcId],
        ["attachment.resource-type"] = route => [route.Attachment is null ? null : "vpc"],
        ["attachment.transit-gateway-attachment-id"] = route => [route.Attachment?.Id],
        ["prefix-list-id"] = _ => [],
        ["state"] = route => [TransitGatewayRouteActions.StateOf(route)],
        ["type"] = route => [TransitGatewayRouteActions.TypeOf(route)],
    };

    public static void Register(ActionTable table) =>
        table.Add("SearchTransitGatewayRoutes", Search, "TransitGatewayRouteTableId Filter.N.Name Filter.N.Value.N MaxResults NextToken");

    private static Action<Ec2Xml> Search(ActionContext context)
    {
        var tableId = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        var filters = context.Parameters.Filters();
        if (filters.Count == 0)
        {
            throw new Ec2Exception("MissingParameter", "Missing required parameter in request: Filters.");
        }

        context.Authorize($"transit-gateway-route-table/{tableId}");
        var routes = TransitGatewayRoutes.Of(context.Seen, context.Seen.TransitGatewayRouteTable(tableId));
        var found = filters.Aggregate((IEnumerable<TransitGatewayRoute>)routes, Apply).ToArray();
        var page = Paging.Cut(context, found, route => route.Destination.ToString(), TransitGatewayParameters.Limits);
        return xml =>
        {
            xml.Set("routeSet", page.Items, (item, route) => TransitGatewayRouteActions.Write(item, route, TransitGatewayRouteActions.StateOf(route)));
            xml.Text("additionalRoutesAvailable", page.NextToken is not null);
            xml.Text("nextToken", page.NextToken);
        };
    }

    // Blocks match themselves, too. The longest prefix is that of an address; a block there finds nothing, as on EC2.
    private static IEnumerable<TransitGatewayRoute> Apply(IEnumerable<TransitGatewayRoute> routes, Filter filter) => filter.Name switch
    {
        "route-search.exact-match" => routes.Where(route => Blocks(filter).Contains(route.Destination)),
        "route-search.subnet-of-match" => routes.Where(route => Blocks(filter).Any(block => block.Contains(route.Destination))),
        "route-search.supernet-of-match" => routes.Where(route => Blocks(filter).Any(block => route.Destination.Contains(block))),
        "route-search.longest-prefix-match" => Addresses(filter).Select(address => Longest(routes, address)).OfType<TransitGatewayRoute>().Distinct(),
        _ => Values.TryGetValue(filter.Name, out var values)
            ? routes.Where(route => filter.Matches(values(route)))
            : throw Ec2Errors.InvalidParameterValue($"The filter '{filter.Name}' is invalid"),
    };

    private static TransitGatewayRoute? Longest(IEnumerable<TransitGatewayRoute> routes, CidrBlock address) =>
        routes.Where(route => route.Destination.Contains(address)).MaxBy(route => route.Destination.PrefixLength);

    private static CidrBlock[] Blocks(Filter filter) => filter.Values
        .Select(value => value.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(value, out var block)
            ? block
            : throw Ec2Errors.InvalidValue(value, filter.Name, "This is not a valid CIDR block."))
        .ToArray();

    private static IEnumerable<CidrBlock> Addresses(Filter filter) =>
        filter.Values.Select(value => IPAddress.TryParse(value, out var address) ? CidrBlock.Of(address) : null).OfType<CidrBlock>();
}
