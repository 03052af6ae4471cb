using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateTransitGatewayRoute, ReplaceTransitGatewayRoute and DeleteTransitGatewayRoute: a table's static routes.</summary>
internal static class TransitGatewayRouteActions
{
    public static void Register(ActionTable table)
    {
        const string target = "TransitGatewayRouteTableId DestinationCidrBlock TransitGatewayAttachmentId Blackhole";
        table.Add("CreateTransitGatewayRoute", Create, target);
        table.Add("ReplaceTransitGatewayRoute", Replace, target);
        table.Add("DeleteTransitGatewayRoute", Delete, "TransitGatewayRouteTableId DestinationCidrBlock");
    }

    /// <summary>A route as XML.</summary>
    public static void Write(Ec2Xml xml, TransitGatewayRoute route, string state)
    {
        xml.Text("destinationCidrBlock", route.Destination.ToString());
        if (route.Attachment is not null)
        {
            xml.Set("transitGatewayAttachments", new[] { route.Attachment }, (item, attachment) =>
            {
                item.Text("resourceId", attachment.VpcId);
                item.Text("transitGatewayAttachmentId", attachment.Id);
                item.Text("resourceType", "vpc");
            });
        }

        xml.Text("type", TypeOf(route));
        xml.Text("state", state);
    }

    public static string TypeOf(TransitGatewayRoute route) => route.IsStatic ? "static" : "propagated";

    public static string StateOf(TransitGatewayRoute route) => route.Attachment is null ? "blackhole" : "active";

    private static Action<Ec2Xml> Create(ActionContext context) => Set(context, (table, destination) =>
        table.StaticRoutes.Any(route => route.Destination == destination)
            ? throw new Ec2Exception("RouteAlreadyExists", $"Route {destination} already exists in Transit Gateway Route Table {table.Id}.")
            : table);

    // Unlike ReplaceRoute, it makes a route that is not there.
    private static Action<Ec2Xml> Replace(ActionContext context) => Set(
        context, (table, destination) => table with { StaticRoutes = table.StaticRoutes.RemoveAll(route => route.Destination == destination) });

    private static Action<Ec2Xml> Set(ActionContext context, Func<TransitGatewayRouteTableResource, CidrBlock, TransitGatewayRouteTableResource> prepare)
    {
        var parameters = context.Parameters;
        var tableId = parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        var destination = ReadDestination(parameters);
        var attachmentId = ReadAttachment(parameters);
        context.Authorize(attachmentId is null
            ? [$"transit-gateway-route-table/{tableId}"]
            : [$"transit-gateway-route-table/{tableId}", $"transit-gateway-attachment/{attachmentId}"]);
        var made = context.Mutate(state =>
        {
            var table = state.TransitGatewayRouteTable(tableId);
            var attachment = attachmentId is null ? null : state.AttachmentFor(table, attachmentId);
            table = prepare(table, destination);
            table = table with { StaticRoutes = table.StaticRoutes.Add(new TransitGatewayStaticRoute(destination, attachment?.Id)) };
            return (state.With(table), new TransitGatewayRoute(destination, attachment, IsStatic: true));
        });
        return xml => xml.Element("route", item => Write(item, made, StateOf(made)));
    }

    // A propagated route with the same block comes into effect again.
    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var tableId = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        var destination = ReadDestination(context.Parameters);
        context.Authorize($"transit-gateway-route-table/{tableId}");
        context.Mutate(state =>
        {
            var table = state.TransitGatewayRouteTable(tableId);
            var present = table.StaticRoutes.FirstOrDefault(route => route.Destination == destination)
                ?? throw new Ec2Exception("InvalidRoute.NotFound", $"Route {destination} does not exists in Transit Gateway Route Table {tableId}.");
            return state.With(table with { StaticRoutes = table.StaticRoutes.Remove(present) });
        });
        return xml => xml.Element("route", item => Write(item, new TransitGatewayRoute(destination, null, IsStatic: true), "deleted"));
    }

    private static CidrBlock ReadDestination(QueryParameters parameters)
    {
        // No document says what becomes of host bits here: they are cleared, as in a VPC's routes.
        var text = parameters.RequiredText("DestinationCidrBlock");
        return text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block)
            ? block
            : throw Ec2Errors.InvalidValue(text, "destinationCidrBlock", "This is not a valid CIDR block.");
    }

    // Null is a black hole. No document has the codes of a request with both or with neither.
    private static string? ReadAttachment(QueryParameters parameters)
    {
        var isBlackhole = parameters.Boolean("Blackhole");
        if (isBlackhole && parameters.Optional("TransitGatewayAttachmentId") is { Length: > 0 })
        {
            throw Ec2Errors.InvalidParameterCombination("The parameter TransitGatewayAttachmentId cannot be used with the parameter Blackhole");
        }

        return isBlackhole ? null : parameters.RequiredIdOf("TransitGatewayAttachmentId", ResourceKind.TransitGatewayAttachment);
    }
}
