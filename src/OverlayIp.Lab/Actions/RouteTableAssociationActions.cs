using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>AssociateRouteTable, DisassociateRouteTable and ReplaceRouteTableAssociation.</summary>
internal static class RouteTableAssociationActions
{
    public static void Register(ActionTable table)
    {
        table.Add("AssociateRouteTable", Associate, "RouteTableId SubnetId GatewayId PublicIpv4Pool");
        table.Add("DisassociateRouteTable", Disassociate, "AssociationId");
        table.Add("ReplaceRouteTableAssociation", Replace, "AssociationId RouteTableId");
    }

    private static Action<Ec2Xml> Associate(ActionContext context)
    {
        var tableId = context.Parameters.RequiredId("RouteTableId", ResourceKind.RouteTable);
        var subnetId = context.Parameters.OptionalId("SubnetId", ResourceKind.Subnet);
        var gatewayId = context.Parameters.Optional("GatewayId");
        context.Authorize(subnetId is null ? [$"route-table/{tableId}"] : [$"route-table/{tableId}", $"subnet/{subnetId}"]);
        RequireOneOf(subnetId, gatewayId);
        var id = context.Mutate(state =>
        {
            var table = state.RouteTable(tableId);
            var subnet = subnetId is null
                ? throw new Ec2Exception("InvalidGatewayID.NotFound", $"The gateway ID '{gatewayId}' does not exist")
                : state.Subnet(subnetId);
            if (subnet.VpcId != table.VpcId)
            {
                throw Ec2Errors.InvalidParameterValue($"Route table {table.Id} and subnet {subnet.Id} belong to different networks");
            }

            if (state.RouteTables.Values.Any(other => other.Associations.Any(association => association.SubnetId == subnet.Id)))
            {
                throw new Ec2Exception(
                    "Resource.AlreadyAssociated",
                    $"the specified association for route table {table.Id} conflicts with an existing association");
            }

            var association = new RouteTableAssociation(context.Ids.New("rtbassoc"), subnet.Id);
            return (state.With(table with { Associations = table.Associations.Add(association) }), association.Id);
        });
        return xml =>
        {
            xml.Text("associationId", id);
            xml.Element("associationState", status => status.Text("state", "associated"));
        };
    }

    private static Action<Ec2Xml> Disassociate(ActionContext context)
    {
        var id = context.Parameters.RequiredId("AssociationId", ResourceKind.RouteTableAssociation);
        context.Authorize(Associated(context.Present, id) is var (table, association)
            ? [$"route-table/{table.Id}", .. SubnetOf(association)]
            : ["route-table/*"]);
        context.Mutate(state =>
        {
            var (table, association) = Find(state, id);
            return association.SubnetId is null
                ? throw Ec2Errors.InvalidParameterValue($"cannot disassociate the main route table association {id}")
                : state.With(table with { Associations = table.Associations.Remove(association) });
        });
        return xml => xml.Text("return", true);
    }

    // Also the only way to make another table the main one: by replacing the association of the VPC itself.
    private static Action<Ec2Xml> Replace(ActionContext context)
    {
        var id = context.Parameters.RequiredId("AssociationId", ResourceKind.RouteTableAssociation);
        var tableId = context.Parameters.RequiredId("RouteTableId", ResourceKind.RouteTable);
        context.Authorize([$"route-table/{tableId}", .. Associated(context.Present, id) is var (_, present) ? SubnetOf(present) : []]);
        var newId = context.Mutate(state =>
        {
            var target = state.RouteTable(tableId);
            var (source, association) = Find(state, id);
            if (source.VpcId != target.VpcId)
            {
                throw Ec2Errors.InvalidParameterValue($"route table association {id} and route table {tableId} belong to different networks");
            }

            state = state.With(source with { Associations = source.Associations.Remove(association) });
            target = state.RouteTable(tableId);
            var replaced = association with { Id = context.Ids.New("rtbassoc") };
            return (state.With(target with { Associations = target.Associations.Add(replaced) }), replaced.Id);
        });
        return xml =>
        {
            xml.Text("newAssociationId", newId);
            xml.Element("associationState", status => status.Text("state", "associated"));
        };
    }

    private static void RequireOneOf(string? subnetId, string? gatewayId)
    {
        const string message = "The request must contain exactly one of: subnetId, gatewayId";
        if (subnetId is null && gatewayId is null)
        {
            throw new Ec2Exception("MissingParameter", message);
        }

        if (subnetId is not null && gatewayId is not null)
        {
            throw Ec2Errors.InvalidParameterCombination(message);
        }
    }

    private static string[] SubnetOf(RouteTableAssociation association) =>
        association.SubnetId is null ? [] : [$"subnet/{association.SubnetId}"];

    private static (RouteTableResource Table, RouteTableAssociation Association) Find(LabState state, string id) =>
        Associated(state, id) ?? throw ResourceKind.RouteTableAssociation.NotFound(id);

    private static (RouteTableResource Table, RouteTableAssociation Association)? Associated(LabState state, string id)
    {
        foreach (var table in state.RouteTables.Values)
        {
            if (table.Associations.FirstOrDefault(association => association.Id == id) is { } found)
            {
                return (table, found);
            }
        }

        return null;
    }
}
