using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeRouteTables, CreateRouteTable and DeleteRouteTable.</summary>
internal static class RouteTableActions
{
    private static readonly FilterTable<RouteTableResource> Filters = new(new()
    {
        ["vpc-id"] = (_, table) => [table.VpcId],
        ["route-table-id"] = (_, table) => [table.Id],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["association.main"] = (_, table) => table.Associations.Select(association => association.SubnetId is null ? "true" : "false"),
        ["association.subnet-id"] = (_, table) => table.Associations.Select(association => association.SubnetId),
        ["association.route-table-id"] = (_, table) => table.Associations.Select(_ => table.Id),
        ["association.route-table-association-id"] = (_, table) => table.Associations.Select(association => association.Id),
        ["association.gateway-id"] = (_, _) => [],
        ["route.destination-cidr-block"] = (_, table) => table.Routes.Where(route => !route.IsIpv6 && !route.IsPrefixList).Select(route => route.Destination),
        ["route.destination-ipv6-cidr-block"] = (_, table) => table.Routes.Where(route => route.IsIpv6).Select(route => route.Destination),
        ["route.destination-prefix-list-id"] = (_, table) => table.Routes.Where(route => route.IsPrefixList).Select(route => route.Destination),
        ["route.gateway-id"] = (_, table) => Targets(table, "gatewayId"),
        ["route.instance-id"] = (context, table) => table.Routes.Select(route => InstanceOf(context.Seen, route)),
        ["route.origin"] = (_, table) => table.Routes.Select(route => route.Origin),
        ["route.state"] = (context, table) => table.Routes.Select(route => StateOf(context.Seen, table, route)),
        ["route.vpc-peering-connection-id"] = (_, table) => Targets(table, "vpcPeeringConnectionId"),
        ["route.transit-gateway-id"] = (_, table) => Targets(table, "transitGatewayId"),
        // Targets that the lab does not have: the filter exists and matches nothing.
        ["route.egress-only-internet-gateway-id"] = (_, _) => [],
        ["route.nat-gateway-id"] = (_, _) => [],
    });

    private static readonly PageLimits Limits = new(5, 100);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeRouteTables", Describe, "RouteTableId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("CreateRouteTable", Create, "VpcId ClientToken " + TagParameters.Names);
        table.Add("DeleteRouteTable", Delete, "RouteTableId");
    }

    /// <summary>A table with the local routes that every table of the VPC has.</summary>
    public static RouteTableResource New(IdSource ids, VpcResource vpc) => new()
    {
        Id = ids.New(ResourceKind.RouteTable.Prefix),
        VpcId = vpc.Id,
        Routes = [.. vpc.Cidrs.Select(cidr => new RouteEntry(cidr.Block.ToString(), null, IsVpcOwn: true))],
    };

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var vpcId = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        var tags = TagParameters.OfNew(context.Parameters, ResourceKind.RouteTable);
        context.Authorize("route-table/*", $"vpc/{vpcId}");
        var (state, id) = context.Mutate(state => Idempotency.Once(context, state, before =>
        {
            var table = New(context.Ids, before.Vpc(vpcId)) with { Tags = tags };
            return (before.With(table), [table.Id]);
        }));
        return xml =>
        {
            xml.Element("routeTable", item => Write(context, item, state, state.RouteTable(id[0])));
            xml.Text("clientToken", context.Parameters.Optional("ClientToken"));
        };
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("RouteTableId", ResourceKind.RouteTable);
        context.Authorize($"route-table/{id}");
        context.Mutate(state => state.RouteTable(id).Associations.IsEmpty
            ? state with { RouteTables = state.RouteTables.Remove(id) }
            : throw Ec2Errors.DependencyViolation($"The routeTable '{id}' has dependencies and cannot be deleted."));
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("RouteTableId", ResourceKind.RouteTable);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.RouteTables, ids, ResourceKind.RouteTable));
        var page = Paging.Cut(context, found, table => table.Id, Limits);
        return xml =>
        {
            xml.Set("routeTableSet", page.Items, (item, table) => Write(context, item, context.Seen, table));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void Write(ActionContext context, Ec2Xml xml, LabState state, RouteTableResource table)
    {
        xml.Text("routeTableId", table.Id);
        xml.Text("vpcId", table.VpcId);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Set("routeSet", table.Routes, (item, route) => WriteRoute(context, item, state, table, route));
        xml.Set("associationSet", table.Associations, (item, association) =>
        {
            item.Text("routeTableAssociationId", association.Id);
            item.Text("routeTableId", table.Id);
            item.Text("subnetId", association.SubnetId);
            item.Text("main", association.SubnetId is null);
            item.Element("associationState", status => status.Text("state", "associated"));
        });
        xml.Element("propagatingVgwSet", static _ => { });
        xml.Tags(table);
    }

    private static void WriteRoute(ActionContext context, Ec2Xml xml, LabState state, RouteTableResource table, RouteEntry route)
    {
        var name = route.IsPrefixList ? "destinationPrefixListId" : route.IsIpv6 ? "destinationIpv6CidrBlock" : "destinationCidrBlock";
        xml.Text(name, route.Destination);
        if (route.NetworkInterfaceId is null)
        {
            xml.Text(TargetName(route), route.GatewayId ?? "local");
        }
        else
        {
            if (InstanceOf(state, route) is { } instanceId)
            {
                xml.Text("instanceId", instanceId);
                xml.Text("instanceOwnerId", context.Account.AccountId);
            }

            xml.Text("networkInterfaceId", route.NetworkInterfaceId);
        }

        xml.Text("state", StateOf(state, table, route));
        xml.Text("origin", route.Origin);
    }

    private static string StateOf(LabState state, RouteTableResource table, RouteEntry route) => state.IsActive(table.VpcId, route) ? "active" : "blackhole";

    // The field that has the target, where that is no interface.
    private static string TargetName(RouteEntry route) => route.GatewayId switch
    {
        ['p', 'c', 'x', ..] => "vpcPeeringConnectionId",
        ['t', 'g', 'w', ..] => "transitGatewayId",
        _ => "gatewayId",
    };

    private static IEnumerable<string> Targets(RouteTableResource table, string name) => table.Routes
        .Where(route => route.NetworkInterfaceId is null && TargetName(route) == name)
        .Select(route => route.GatewayId ?? "local");

    private static string? InstanceOf(LabState state, RouteEntry route) =>
        route.NetworkInterfaceId is { } id && state.NetworkInterfaces.TryGetValue(id, out var eni) ? eni.Attachment?.InstanceId : null;
}
