using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Associations of attachments with transit gateways' tables (where their packets are looked up) and propagations
/// (in which tables their blocks are).</summary>
internal static class TransitGatewayAssociationActions
{
    private static readonly FilterTable<TransitGatewayAttachmentResource> Filters = new(new()
    {
        ["resource-id"] = (_, attachment) => [attachment.VpcId],
        ["resource-type"] = (_, _) => ["vpc"],
        ["transit-gateway-attachment-id"] = (_, attachment) => [attachment.Id],
    });

    private static readonly FilterTable<TransitGatewayRouteTableResource> TableFilters = new(new()
    {
        ["transit-gateway-route-table-id"] = (_, table) => [table.Id],
    });

    public static void Register(ActionTable table)
    {
        const string both = "TransitGatewayRouteTableId TransitGatewayAttachmentId";
        const string listing = " Filter.N.Name Filter.N.Value.N MaxResults NextToken";
        table.Add("AssociateTransitGatewayRouteTable", Associate, both);
        table.Add("DisassociateTransitGatewayRouteTable", Disassociate, both);
        table.Add("EnableTransitGatewayRouteTablePropagation", Enable, both);
        table.Add("DisableTransitGatewayRouteTablePropagation", Disable, both);
        table.Add("GetTransitGatewayRouteTableAssociations", GetAssociations, "TransitGatewayRouteTableId" + listing);
        table.Add("GetTransitGatewayRouteTablePropagations", GetPropagations, "TransitGatewayRouteTableId" + listing);
        table.Add("GetTransitGatewayAttachmentPropagations", GetPropagationsOf, "TransitGatewayAttachmentId" + listing);
    }

    private static Action<Ec2Xml> Associate(ActionContext context)
    {
        var (tableId, attachmentId) = ReadBoth(context);
        var attachment = context.Mutate(state =>
        {
            var found = state.AttachmentFor(state.TransitGatewayRouteTable(tableId), attachmentId);
            if (found.AssociatedTableId is not null)
            {
                throw new Ec2Exception("Resource.AlreadyAssociated", $"Transit Gateway Attachment {attachmentId} is already associated to a route table.");
            }

            found = found with { AssociatedTableId = tableId };
            return (state.With(found), found);
        });
        return xml => xml.Element("association", item => Write(item, attachment, tableId, "associating"));
    }

    private static Action<Ec2Xml> Disassociate(ActionContext context)
    {
        var (tableId, attachmentId) = ReadBoth(context);
        var attachment = context.Mutate(state =>
        {
            var found = state.AttachmentFor(state.TransitGatewayRouteTable(tableId), attachmentId);
            if (found.AssociatedTableId != tableId)
            {
                // The code is one that clients of EC2 know; no document has the message.
                throw new Ec2Exception("InvalidAssociation.NotFound", $"Transit Gateway Attachment {attachmentId} is not associated with route table {tableId}.");
            }

            found = found with { AssociatedTableId = null };
            return (state.With(found), found);
        });
        return xml => xml.Element("association", item => Write(item, attachment, tableId, "disassociating"));
    }

    private static Action<Ec2Xml> Enable(ActionContext context)
    {
        var (tableId, attachmentId) = ReadBoth(context);
        var attachment = context.Mutate(state =>
        {
            var table = state.TransitGatewayRouteTable(tableId);
            var found = state.AttachmentFor(table, attachmentId);
            return table.PropagatingAttachmentIds.Contains(attachmentId)
                ? throw new Ec2Exception(
                    "TransitGatewayRouteTablePropagation.Duplicate", $"Propagation {attachmentId} already exists in Transit Gateway Route Table {tableId}.")
                : (state.With(table with { PropagatingAttachmentIds = table.PropagatingAttachmentIds.Add(attachmentId) }), found);
        });
        return xml => xml.Element("propagation", item => Write(item, attachment, tableId, "enabled"));
    }

    private static Action<Ec2Xml> Disable(ActionContext context)
    {
        var (tableId, attachmentId) = ReadBoth(context);
        var attachment = context.Mutate(state =>
        {
            var table = state.TransitGatewayRouteTable(tableId);
            var found = state.AttachmentFor(table, attachmentId);
            return table.PropagatingAttachmentIds.Contains(attachmentId)
                ? (state.With(table with { PropagatingAttachmentIds = table.PropagatingAttachmentIds.Remove(attachmentId) }), found)
                // As with associations.
                : throw new Ec2Exception(
                    "TransitGatewayRouteTablePropagation.NotFound", $"Propagation {attachmentId} does not exist in Transit Gateway Route Table {tableId}.");
        });
        return xml => xml.Element("propagation", item => Write(item, attachment, tableId, "disabled"));
    }

    private static Action<Ec2Xml> GetAssociations(ActionContext context)
    {
        var tableId = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        context.Authorize();
        context.Seen.TransitGatewayRouteTable(tableId);
        var associated = context.Seen.TransitGatewayAttachments.Values.Where(attachment => attachment.AssociatedTableId == tableId);
        return List(context, associated, "associations", "associated");
    }

    private static Action<Ec2Xml> GetPropagations(ActionContext context)
    {
        var tableId = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        context.Authorize();
        var table = context.Seen.TransitGatewayRouteTable(tableId);
        var propagating = table.PropagatingAttachmentIds.Order(StringComparer.Ordinal).Select(context.Seen.TransitGatewayAttachment);
        return List(context, propagating, "transitGatewayRouteTablePropagations", "enabled");
    }

    private static Action<Ec2Xml> GetPropagationsOf(ActionContext context)
    {
        var id = context.Parameters.RequiredIdOf("TransitGatewayAttachmentId", ResourceKind.TransitGatewayAttachment);
        context.Authorize();
        context.Seen.TransitGatewayAttachment(id);
        var tables = context.Seen.TransitGatewayRouteTables.Values.Where(table => table.DeletedAt is null && table.PropagatingAttachmentIds.Contains(id));
        var page = Paging.Cut(context, TableFilters.Apply(context, tables), table => table.Id, TransitGatewayParameters.Limits);
        return xml =>
        {
            xml.Set("transitGatewayAttachmentPropagations", page.Items, (item, table) =>
            {
                item.Text("transitGatewayRouteTableId", table.Id);
                item.Text("state", "enabled");
            });
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> List(ActionContext context, IEnumerable<TransitGatewayAttachmentResource> attachments, string set, string state)
    {
        var page = Paging.Cut(context, Filters.Apply(context, attachments), attachment => attachment.Id, TransitGatewayParameters.Limits);
        return xml =>
        {
            xml.Set(set, page.Items, (item, attachment) => Write(item, attachment, null, state));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static (string TableId, string AttachmentId) ReadBoth(ActionContext context)
    {
        var tableId = context.Parameters.RequiredIdOf("TransitGatewayRouteTableId", ResourceKind.TransitGatewayRouteTable);
        var attachmentId = context.Parameters.RequiredIdOf("TransitGatewayAttachmentId", ResourceKind.TransitGatewayAttachment);
        context.Authorize($"transit-gateway-route-table/{tableId}", $"transit-gateway-attachment/{attachmentId}");
        return (tableId, attachmentId);
    }

    private static void Write(Ec2Xml xml, TransitGatewayAttachmentResource attachment, string? tableId, string state)
    {
        xml.Text("transitGatewayRouteTableId", tableId);
        xml.Text("transitGatewayAttachmentId", attachment.Id);
        xml.Text("resourceId", attachment.VpcId);
        xml.Text("resourceType", "vpc");
        xml.Text("state", state);
    }
}
