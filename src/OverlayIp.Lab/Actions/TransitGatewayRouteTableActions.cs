using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateTransitGatewayRouteTable, DeleteTransitGatewayRouteTable and DescribeTransitGatewayRouteTables.</summary>
internal static class TransitGatewayRouteTableActions
{
    private static readonly FilterTable<TransitGatewayRouteTableResource> Filters = new(new()
    {
        ["default-association-route-table"] = (context, table) => [Text(IsDefaultAssociation(context.Seen, table))],
        ["default-propagation-route-table"] = (context, table) => [Text(IsDefaultPropagation(context.Seen, table))],
        ["state"] = (_, table) => [TransitGatewayParameters.StateOf(table.DeletedAt)],
        ["transit-gateway-id"] = (_, table) => [table.TransitGatewayId],
        ["transit-gateway-route-table-id"] = (_, table) => [table.Id],
    });

    public static void Register(ActionTable table)
    {
        table.Add("CreateTransitGatewayRouteTable", Create, "TransitGatewayId " + TagParameters.PluralNames);
        table.Add("DeleteTransitGatewayRouteTable", Delete, "TransitGatewayRouteTableId");
        table.Add("DescribeTransitGatewayRouteTables", Describe, "TransitGatewayRouteTableIds.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    /// <summary>An empty table.</summary>
    public static TransitGatewayRouteTableResource New(ActionContext context, string gatewayId) => new()
    {
        Id = context.Ids.New(ResourceKind.TransitGatewayRouteTable.Prefix),
        TransitGatewayId = gatewayId,
        CreationTime = context.Now,
    };

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var gatewayId = context.Parameters.RequiredIdOf("TransitGatewayId", ResourceKind.TransitGateway);
        var tags = TagParameters.OfNew(context.Parameters, ResourceKind.TransitGatewayRouteTable);
        context.Authorize($"transit-gateway/{gatewayId}", "transit-gateway-route-table/*");
        var (state, made) = context.Mutate(before =>
        {
            var table = New(context, before.TransitGateway(gatewayId).Id) with { Tags = tags };
            var after = before.With(table);
            return (after, (after, table));
        });
        return xml => xml.Element("transitGatewayRouteTable", item => Write(item, state, made, "pending"));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        context.Authorize($"transit-gateway-route-table/{id}");
        var (state, deleted) = context.Mutate(before =>
        {
            var table = before.TransitGatewayRouteTable(id);
            if (IsDefaultAssociation(before, table) || IsDefaultPropagation(before, table))
            {
                throw new Ec2Exception("IncorrectState", $"{id} is set as default association route table for {table.TransitGatewayId}");
            }

            if (before.TransitGatewayAttachments.Values.Any(attachment => attachment.AssociatedTableId == id))
            {
                throw new Ec2Exception("IncorrectState", $"{id} has associated attachments");
            }

            table = table with { DeletedAt = context.Now };
            var after = before.With(table);
            return (after, (after, table));
        });
        return xml => xml.Element("transitGatewayRouteTable", item => Write(item, state, deleted with { Tags = Resource.NoTags }, "deleting"));
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("TransitGatewayRouteTableIds", ResourceKind.TransitGatewayRouteTable);
        context.Authorize();
        var listed = Lookup.Select(context.Seen.TransitGatewayRouteTables, ids, ResourceKind.TransitGatewayRouteTable).Where(table => context.IsListed(table.DeletedAt));
        var page = Paging.Cut(context, Filters.Apply(context, listed), table => table.Id, TransitGatewayParameters.Limits);
        return xml =>
        {
            xml.Set("transitGatewayRouteTables", page.Items, (item, table) => Write(item, context.Seen, table, TransitGatewayParameters.StateOf(table.DeletedAt)));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static bool IsDefaultAssociation(LabState state, TransitGatewayRouteTableResource table) =>
        state.TransitGateways[table.TransitGatewayId].Options.AssociationTableId == table.Id;

    private static bool IsDefaultPropagation(LabState state, TransitGatewayRouteTableResource table) =>
        state.TransitGateways[table.TransitGatewayId].Options.PropagationTableId == table.Id;

    private static string Text(bool value) => value ? "true" : "false";

    private static void Write(Ec2Xml xml, LabState state, TransitGatewayRouteTableResource table, string status)
    {
        xml.Text("transitGatewayRouteTableId", table.Id);
        xml.Text("transitGatewayId", table.TransitGatewayId);
        xml.Text("state", status);
        xml.Text("defaultAssociationRouteTable", IsDefaultAssociation(state, table));
        xml.Text("defaultPropagationRouteTable", IsDefaultPropagation(state, table));
        xml.Text("creationTime", table.CreationTime);
        xml.Tags(table);
    }
}
