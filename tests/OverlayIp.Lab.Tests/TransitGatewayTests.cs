using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Transit gateways, their attachments and their tables, as the API has them.</summary>
public sealed class TransitGatewayTests
{
    private const string NoGateway = "tgw-0123456789abcdef0";
    private const string NoTable = "tgw-rtb-0123456789abcdef0";
    private const string NoAttachment = "tgw-attach-0123456789abcdef0";

    [Fact]
    public async Task A_gateway_comes_with_one_table_that_is_both_defaults()
    {
        await using var lab = await LabClient.StartAsync();
        var created = await lab.DoAsync("CreateTransitGateway", ("Description", "hub"), ("TagSpecification.1.ResourceType", "transit-gateway"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "hub"));
        var (id, table) = (created.Text("transitGatewayId")!, created.Text("associationDefaultRouteTableId")!);
        Assert.Equal(("pending", table), (created.Text("state"), created.Text("propagationDefaultRouteTableId")));
        var shown = await lab.DoAsync("DescribeTransitGateways", ("TransitGatewayIds.1", id));
        Assert.Equal(
            ("available", $"arn:aws:ec2:eu-central-1:123456789012:transit-gateway/{id}", "hub", "64512", "enable", "enable", "disable", "enable", "enable", "disable", "disable"),
            (shown.Text("state"), shown.Text("transitGatewayArn"), shown.Text("description"), shown.Text("amazonSideAsn"), shown.Text("defaultRouteTableAssociation"), shown.Text("defaultRouteTablePropagation"),
                shown.Text("autoAcceptSharedAttachments"), shown.Text("dnsSupport"), shown.Text("vpnEcmpSupport"), shown.Text("multicastSupport"), shown.Text("securityGroupReferencingSupport")));
        var tables = await lab.DoAsync("DescribeTransitGatewayRouteTables", ("Filter.1.Name", "transit-gateway-id"), ("Filter.1.Value.1", id));
        Assert.Equal((table, "true", "true", "available"), (tables.Text("transitGatewayRouteTableId"), tables.Text("defaultAssociationRouteTable"), tables.Text("defaultPropagationRouteTable"), tables.Text("state")));
    }

    [Fact]
    public async Task A_gateway_without_defaults_has_no_table_and_associates_nothing()
    {
        await using var lab = await LabClient.StartAsync();
        var created = await lab.DoAsync("CreateTransitGateway", ("Options.DefaultRouteTableAssociation", "disable"), ("Options.DefaultRouteTablePropagation", "disable"));
        Assert.Null(created.Text("associationDefaultRouteTableId"));
        Assert.Empty((await lab.DoAsync("DescribeTransitGatewayRouteTables")).Items("transitGatewayRouteTables"));
        var attachment = await TransitLab.AttachAsync(lab, created.Text("transitGatewayId")!, lab.Lab.VpcId!, lab.NodeA.SubnetId);
        Assert.Null((await lab.DoAsync("DescribeTransitGatewayAttachments", ("TransitGatewayAttachmentIds.1", attachment))).Text("association"));
    }

    [Fact]
    public async Task An_attachment_is_associated_and_its_blocks_propagate()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        var shown = await lab.DoAsync("DescribeTransitGatewayVpcAttachments", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", lab.Lab.VpcId!));
        Assert.Equal(
            (transit.InsideId, "available", "enable", "enable", "disable", "disable"),
            (shown.Text("transitGatewayAttachmentId"), shown.Text("state"), shown.Text("dnsSupport"), shown.Text("securityGroupReferencingSupport"), shown.Text("ipv6Support"), shown.Text("applianceModeSupport")));
        Assert.Equal([lab.NodeA.SubnetId, lab.NodeB.SubnetId], shown.Items("subnetIds").Select(item => item.Value));
        var general = await lab.DoAsync("DescribeTransitGatewayAttachments", ("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", lab.Lab.VpcId!));
        Assert.Equal(("vpc", transit.TableId), (general.Text("resourceType"), general.Text("transitGatewayRouteTableId")));
        Assert.Equal(
            [("10.0.0.0/16", transit.InsideId, "propagated", "active"), (TransitLab.Outside, transit.OutsideId, "propagated", "active")],
            await transit.SearchAsync());
    }

    [Fact]
    public async Task Propagated_routes_are_the_blocks_that_the_VPC_has()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("CidrBlock", "10.77.0.0/16"));
        await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("AmazonProvidedIpv6CidrBlock", "true"));
        Assert.Equal(["10.0.0.0/16", "10.77.0.0/16"], (await transit.SearchAsync("attachment.transit-gateway-attachment-id", transit.InsideId)).Select(route => route.Destination));
        await lab.DoAsync("ModifyTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId), ("Options.Ipv6Support", "enable"));
        Assert.Equal(3, (await transit.SearchAsync("attachment.resource-id", lab.Lab.VpcId!)).Count);
    }

    [Fact]
    public async Task A_static_route_has_precedence_and_gives_way_when_it_is_deleted()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        var created = await transit.RouteAsync("10.0.0.0/16", transit.OutsideId);
        Assert.Equal(("static", "active"), (created.Text("type"), created.Text("state")));
        Assert.Equal([("10.0.0.0/16", transit.OutsideId, "static", "active")], await transit.SearchAsync("route-search.exact-match", "10.0.0.0/16"));
        var deleted = await lab.DoAsync("DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", "10.0.0.0/16"));
        Assert.Equal("deleted", deleted.Text("state"));
        Assert.Equal([("10.0.0.0/16", transit.InsideId, "propagated", "active")], await transit.SearchAsync("route-search.exact-match", "10.0.0.0/16"));
        await lab.RefusedAsync(400, "InvalidRoute.NotFound", $"Route 10.0.0.0/16 does not exists in Transit Gateway Route Table {transit.TableId}.",
            "DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", "10.0.0.0/16"));
    }

    [Fact]
    public async Task A_route_is_replaced_made_by_replacing_and_turned_into_a_black_hole()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        (string, string)[] route = [("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", "10.2.0.1/32")];
        await lab.DoAsync("ReplaceTransitGatewayRoute", [.. route, ("TransitGatewayAttachmentId", transit.InsideId)]);
        await lab.RefusedAsync(400, "RouteAlreadyExists", $"Route 10.2.0.1/32 already exists in Transit Gateway Route Table {transit.TableId}.", "CreateTransitGatewayRoute", [.. route, ("Blackhole", "true")]);
        await lab.DoAsync("ReplaceTransitGatewayRoute", [.. route, ("TransitGatewayAttachmentId", transit.OutsideId)]);
        Assert.Equal([("10.2.0.1/32", transit.OutsideId, "static", "active")], await transit.SearchAsync("type", "static"));
        Assert.Equal("blackhole", (await lab.DoAsync("ReplaceTransitGatewayRoute", [.. route, ("Blackhole", "true")])).Text("state"));
        Assert.Equal([("10.2.0.1/32", null, "static", "blackhole")], await transit.SearchAsync("state", "blackhole"));
    }

    [Fact]
    public async Task Without_its_attachment_a_static_route_is_a_black_hole_and_a_propagated_one_is_gone()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        var transit = await TransitLab.CreateAsync(lab);
        await transit.RouteAsync("10.2.0.1/32", transit.InsideId);
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, TransitLab.Outside))?.State);
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteSubnet", ("SubnetId", transit.OutsideSubnetId));

        Assert.Equal("deleting", (await lab.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId))).Text("state"));
        Assert.Equal([("10.2.0.1/32", null, "static", "blackhole"), (TransitLab.Outside, transit.OutsideId, "propagated", "active")], await transit.SearchAsync());
        Assert.Equal("blackhole", (await lab.RouteAsync(lab.MainTable, TransitLab.Outside))?.State);
        // It stays listed for some time.
        Assert.Equal("deleted", (await lab.DoAsync("DescribeTransitGatewayAttachments", ("TransitGatewayAttachmentIds.1", transit.InsideId))).Text("state"));
        await lab.RefusedAsync(400, "InvalidTransitGatewayAttachmentID.NotFound", $"Transit Gateway Attachment {transit.InsideId} was deleted or does not exist.",
            "DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await lab.DoAsync("DescribeTransitGatewayAttachments", ("Filter.1.Name", "state"), ("Filter.1.Value.1", "deleted"))).Items("transitGatewayAttachments"));
        // Back again, with another id: the route of the VPC's table is active by itself.
        await TransitLab.AttachAsync(lab, transit.GatewayId, lab.Lab.VpcId!, lab.NodeA.SubnetId);
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, TransitLab.Outside))?.State);
    }

    [Theory]
    [InlineData("route-search.exact-match", "10.2.0.0/16", "10.2.0.0/16")]
    [InlineData("route-search.exact-match", "10.2.0.0/17", "")]
    [InlineData("route-search.subnet-of-match", "10.2.0.0/16", "10.2.0.0/16 10.2.0.1/32")]
    [InlineData("route-search.supernet-of-match", "10.2.0.1/32", "10.0.0.0/8 10.2.0.0/16 10.2.0.1/32")]
    [InlineData("route-search.longest-prefix-match", "10.2.0.1", "10.2.0.1/32")]
    [InlineData("route-search.longest-prefix-match", "10.2.0.2", "10.2.0.0/16")]
    [InlineData("route-search.longest-prefix-match", "10.3.0.2", "10.0.0.0/8")]
    [InlineData("route-search.longest-prefix-match", "192.0.2.1", "")]
    [InlineData("route-search.longest-prefix-match", "10.2.0.1/32", "")]
    [InlineData("state", "blackhole", "10.0.0.0/8")]
    [InlineData("type", "propagated", "10.0.0.0/16 172.16.0.0/16")]
    [InlineData("type", "static", "10.0.0.0/8 10.2.0.0/16 10.2.0.1/32")]
    [InlineData("attachment.transit-gateway-attachment-id", "{inside}", "10.0.0.0/16 10.2.0.1/32")]
    [InlineData("attachment.resource-type", "vpc", "10.0.0.0/16 10.2.0.0/16 10.2.0.1/32 172.16.0.0/16")]
    [InlineData("attachment.resource-id", "{vpc}", "10.0.0.0/16 10.2.0.1/32")]
    public async Task A_search_finds_by_block_and_by_target(string filter, string value, string destinations)
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        await transit.RouteAsync("10.0.0.0/8", null);
        await transit.RouteAsync("10.2.0.0/16", transit.OutsideId);
        await transit.RouteAsync("10.2.0.1/32", transit.InsideId);
        value = value.Replace("{inside}", transit.InsideId, StringComparison.Ordinal).Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal);
        Assert.Equal(destinations.Split(' ', StringSplitOptions.RemoveEmptyEntries), (await transit.SearchAsync(filter, value)).Select(route => route.Destination));
    }

    [Fact]
    public async Task A_long_table_is_searched_page_by_page()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        for (var i = 1; i <= 7; i++)
        {
            await transit.RouteAsync($"10.2.0.{i}/32", transit.InsideId);
        }

        (string, string)[] search = [("TransitGatewayRouteTableId", transit.TableId), ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static"), ("MaxResults", "5")];
        var first = await lab.DoAsync("SearchTransitGatewayRoutes", search);
        Assert.Equal((5, "true"), (first.Items("routeSet").Count, first.Text("additionalRoutesAvailable")));
        var second = await lab.DoAsync("SearchTransitGatewayRoutes", [.. search, ("NextToken", first.Text("nextToken")!)]);
        Assert.Equal((2, "false"), (second.Items("routeSet").Count, second.Text("additionalRoutesAvailable")));
    }

    [Fact]
    public async Task Associations_and_propagations_are_moved_to_another_table()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        var table = (await lab.DoAsync(
            "CreateTransitGatewayRouteTable",
            ("TransitGatewayId", transit.GatewayId), ("TagSpecifications.1.ResourceType", "transit-gateway-route-table"), ("TagSpecifications.1.Tag.1.Key", "Name"), ("TagSpecifications.1.Tag.1.Value", "spokes"))).Text("transitGatewayRouteTableId")!;
        (string, string)[] Both(string tableId) => [("TransitGatewayRouteTableId", tableId), ("TransitGatewayAttachmentId", transit.InsideId)];
        await lab.RefusedAsync(400, "Resource.AlreadyAssociated", $"Transit Gateway Attachment {transit.InsideId} is already associated to a route table.", "AssociateTransitGatewayRouteTable", Both(table));
        Assert.Equal("disassociating", (await lab.DoAsync("DisassociateTransitGatewayRouteTable", Both(transit.TableId))).Text("state"));
        await lab.RefusedAsync(400, "InvalidAssociation.NotFound", null, "DisassociateTransitGatewayRouteTable", Both(transit.TableId));
        Assert.Equal("associating", (await lab.DoAsync("AssociateTransitGatewayRouteTable", Both(table))).Text("state"));
        var associations = await lab.DoAsync("GetTransitGatewayRouteTableAssociations", ("TransitGatewayRouteTableId", table));
        Assert.Equal((transit.InsideId, lab.Lab.VpcId, "vpc", "associated"), (associations.Text("transitGatewayAttachmentId"), associations.Text("resourceId"), associations.Text("resourceType"), associations.Text("state")));
        await lab.RefusedAsync(400, "IncorrectState", $"{table} has associated attachments", "DeleteTransitGatewayRouteTable", ("TransitGatewayRouteTableId", table));

        await lab.RefusedAsync(400, "TransitGatewayRouteTablePropagation.Duplicate", $"Propagation {transit.InsideId} already exists in Transit Gateway Route Table {transit.TableId}.", "EnableTransitGatewayRouteTablePropagation", Both(transit.TableId));
        Assert.Equal("enabled", (await lab.DoAsync("EnableTransitGatewayRouteTablePropagation", Both(table))).Text("state"));
        Assert.Equal("disabled", (await lab.DoAsync("DisableTransitGatewayRouteTablePropagation", Both(transit.TableId))).Text("state"));
        await lab.RefusedAsync(400, "TransitGatewayRouteTablePropagation.NotFound", null, "DisableTransitGatewayRouteTablePropagation", Both(transit.TableId));
        Assert.Equal([TransitLab.Outside], (await transit.SearchAsync()).Select(route => route.Destination));
        var propagations = await lab.DoAsync("GetTransitGatewayRouteTablePropagations", ("TransitGatewayRouteTableId", table));
        Assert.Equal([transit.InsideId], propagations.Texts("transitGatewayAttachmentId"));
        var of = await lab.DoAsync("GetTransitGatewayAttachmentPropagations", ("TransitGatewayAttachmentId", transit.InsideId));
        Assert.Equal([table], of.Texts("transitGatewayRouteTableId"));
    }

    [Fact]
    public async Task A_gateway_goes_after_its_attachments_and_takes_its_tables_along()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        var attached = string.Join(", ", new[] { transit.InsideId, transit.OutsideId }.Order(StringComparer.Ordinal));
        await lab.RefusedAsync(400, "IncorrectState", $"{transit.GatewayId} has non-deleted VPC Attachments: {attached}.", "DeleteTransitGateway", ("TransitGatewayId", transit.GatewayId));
        await lab.RefusedAsync(400, "IncorrectState", $"{transit.TableId} is set as default association route table for {transit.GatewayId}", "DeleteTransitGatewayRouteTable", ("TransitGatewayRouteTableId", transit.TableId));
        await lab.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId));
        await lab.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.OutsideId));
        Assert.Equal("deleting", (await lab.DoAsync("DeleteTransitGateway", ("TransitGatewayId", transit.GatewayId))).Text("state"));
        Assert.Equal("deleted", (await lab.DoAsync("DescribeTransitGateways", ("TransitGatewayIds.1", transit.GatewayId))).Text("state"));
        await lab.RefusedAsync(400, "InvalidRouteTableID.NotFound", $"Transit Gateway Route Table {transit.TableId} was deleted or does not exist.",
            "SearchTransitGatewayRoutes", ("TransitGatewayRouteTableId", transit.TableId), ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static"));
        // The VPC that was attached can go now.
        await lab.DoAsync("DeleteSubnet", ("SubnetId", transit.OutsideSubnetId));
        await lab.DoAsync("DeleteVpc", ("VpcId", transit.OutsideVpcId));
        await lab.DoAsync("DescribeTransitGatewayVpcAttachments");
    }

    [Theory]
    [InlineData("DeleteTransitGateway", "", "MissingParameter", "Missing required parameter in request: TransitGatewayId.")]
    [InlineData("DeleteTransitGateway", "TransitGatewayId=tgw-1", "InvalidTransitGatewayID.Malformed", "Invalid Transit Gateway id tgw-1.")]
    [InlineData("DeleteTransitGateway", $"TransitGatewayId={NoGateway}", "InvalidTransitGatewayID.NotFound", $"Transit Gateway {NoGateway} was deleted or does not exist.")]
    [InlineData("CreateTransitGateway", "Options.AmazonSideAsn=7", "InvalidParameterValue", null)]
    [InlineData("CreateTransitGateway", "Options.DnsSupport=yes", "InvalidParameterValue", null)]
    [InlineData("CreateTransitGatewayVpcAttachment", "TransitGatewayId={tgw}&VpcId={vpc}", "MissingParameter", "Missing required parameter in request: SubnetIds.")]
    [InlineData("CreateTransitGatewayVpcAttachment", "TransitGatewayId={tgw}&VpcId={vpc}&SubnetIds.1={subnet}", "DuplicateTransitGatewayAttachment", "{tgw} has non-deleted Transit Gateway Attachments with same VPC ID.")]
    [InlineData("CreateTransitGatewayVpcAttachment", "TransitGatewayId={tgw}&VpcId={vpc}&SubnetIds.1={subnet}&SubnetIds.2={same}", "DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ")]
    [InlineData("CreateTransitGatewayVpcAttachment", "TransitGatewayId={tgw}&VpcId={vpc}&SubnetIds.1={foreign}", "InvalidSubnetID.NotFound", "Subnet {foreign} was deleted or does not exist.")]
    [InlineData("ModifyTransitGatewayVpcAttachment", "TransitGatewayAttachmentId={outside}&RemoveSubnetIds.1={foreign}", "InsufficientSubnetsException", "Insufficient Subnets")]
    [InlineData("ModifyTransitGatewayVpcAttachment", "TransitGatewayAttachmentId={outside}&RemoveSubnetIds.1={subnet}", "InvalidSubnetID.NotFound", "{subnet} is not attached but supplied in RemoveSubnets")]
    [InlineData("CreateTransitGatewayRoute", $"TransitGatewayRouteTableId={NoTable}&DestinationCidrBlock=10.2.0.1/32&Blackhole=true", "InvalidRouteTableID.NotFound", $"Transit Gateway Route Table {NoTable} was deleted or does not exist.")]
    [InlineData("CreateTransitGatewayRoute", "TransitGatewayRouteTableId=tgw-rtb-1&DestinationCidrBlock=10.2.0.1/32&Blackhole=true", "InvalidRouteTableId.Malformed", "Invalid Transit Gateway Route Table id tgw-rtb-1.")]
    [InlineData("CreateTransitGatewayRoute", "TransitGatewayRouteTableId={table}&DestinationCidrBlock=10.2.0.1/32", "MissingParameter", "Missing required parameter in request: TransitGatewayAttachmentId.")]
    [InlineData("CreateTransitGatewayRoute", "TransitGatewayRouteTableId={table}&DestinationCidrBlock=10.2.0.1&Blackhole=true", "InvalidParameterValue", null)]
    [InlineData("CreateTransitGatewayRoute", "TransitGatewayRouteTableId={table}&DestinationCidrBlock=10.2.0.1/32&Blackhole=true&TransitGatewayAttachmentId={outside}", "InvalidParameterCombination", null)]
    [InlineData("CreateTransitGatewayRoute", $"TransitGatewayRouteTableId={{table}}&DestinationCidrBlock=10.2.0.1/32&TransitGatewayAttachmentId={NoAttachment}", "InvalidTransitGatewayAttachmentID.NotFound", $"Transit Gateway Attachment {NoAttachment} was deleted or does not exist.")]
    [InlineData("CreateTransitGatewayRoute", "TransitGatewayRouteTableId={table}&DestinationCidrBlock=10.2.0.1/32&TransitGatewayAttachmentId=tgw-attach-1", "InvalidTransitGatewayAttachmentID.Malformed", "Invalid Transit Gateway Attachment id.")]
    [InlineData("SearchTransitGatewayRoutes", "TransitGatewayRouteTableId={table}", "MissingParameter", "Missing required parameter in request: Filters.")]
    [InlineData("SearchTransitGatewayRoutes", "TransitGatewayRouteTableId={table}&Filter.1.Name=colour&Filter.1.Value.1=blue", "InvalidParameterValue", null)]
    [InlineData("SearchTransitGatewayRoutes", "TransitGatewayRouteTableId={table}&Filter.1.Name=type&Filter.1.Value.1=static&MaxResults=1", "InvalidParameterValue", null)]
    [InlineData("CreateRoute", $"RouteTableId={{rtb}}&DestinationCidrBlock=10.2.0.1/32&TransitGatewayId={NoGateway}", "InvalidTransitGatewayID.NotFound", $"The transitGateway ID '{NoGateway}' does not exist")]
    [InlineData("CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&TransitGatewayId={alone}", "InvalidTransitGatewayID.NotFound", "The transitGateway ID '{alone}' does not exist")]
    [InlineData("CreateTransitGatewayRouteTable", "TransitGatewayId={tgw}&TagSpecifications.1.ResourceType=vpc&TagSpecifications.1.Tag.1.Key=k", "InvalidParameterValue", null)]
    public async Task What_EC2_refuses_is_refused(string action, string parameters, string code, string? message)
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        var values = new Dictionary<string, string>
        {
            ["{tgw}"] = transit.GatewayId,
            ["{alone}"] = (await lab.DoAsync("CreateTransitGateway")).Text("transitGatewayId")!,
            ["{table}"] = transit.TableId,
            ["{outside}"] = transit.OutsideId,
            ["{vpc}"] = lab.Lab.VpcId!,
            ["{rtb}"] = lab.MainTable,
            ["{subnet}"] = lab.NodeA.SubnetId,
            ["{same}"] = (await lab.DoAsync("DescribeSubnets", ("Filter.1.Name", "cidr-block"), ("Filter.1.Value.1", "10.0.11.0/24"))).Text("subnetId")!,
            ["{foreign}"] = transit.OutsideSubnetId,
        };
        string Fill(string text) => values.Aggregate(text, (current, value) => current.Replace(value.Key, value.Value, StringComparison.Ordinal));
        var given = Fill(parameters).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, message is null ? null : Fill(message), action, given);
    }

    [Theory]
    [InlineData("DescribeTransitGateways", "owner-id", "123456789012", "transitGatewaySet", 1)]
    [InlineData("DescribeTransitGateways", "options.amazon-side-asn", "64513", "transitGatewaySet", 0)]
    [InlineData("DescribeTransitGateways", "options.association-default-route-table-id", "{table}", "transitGatewaySet", 1)]
    [InlineData("DescribeTransitGatewayVpcAttachments", "transit-gateway-id", "{tgw}", "transitGatewayVpcAttachments", 2)]
    [InlineData("DescribeTransitGatewayVpcAttachments", "state", "available", "transitGatewayVpcAttachments", 2)]
    [InlineData("DescribeTransitGatewayAttachments", "resource-type", "vpn", "transitGatewayAttachments", 0)]
    [InlineData("DescribeTransitGatewayAttachments", "association.transit-gateway-route-table-id", "{table}", "transitGatewayAttachments", 2)]
    [InlineData("DescribeTransitGatewayRouteTables", "default-association-route-table", "false", "transitGatewayRouteTables", 0)]
    [InlineData("DescribeTransitGatewayRouteTables", "transit-gateway-route-table-id", "{table}", "transitGatewayRouteTables", 1)]
    [InlineData("DescribeRouteTables", "route.transit-gateway-id", "{tgw}", "routeTableSet", 1)]
    public async Task Filters_choose(string action, string name, string value, string set, int count)
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
        value = value.Replace("{tgw}", transit.GatewayId, StringComparison.Ordinal).Replace("{table}", transit.TableId, StringComparison.Ordinal);
        Assert.Equal(count, (await lab.DoAsync(action, ("Filter.1.Name", name), ("Filter.1.Value.1", value))).Items(set).Count);
    }

    [Fact]
    public async Task Tags_are_given_with_the_plural_of_a_parameter_and_changed_like_all_others()
    {
        await using var lab = await LabClient.StartAsync();
        var transit = await TransitLab.CreateAsync(lab);
        await lab.DoAsync("CreateTags", ("ResourceId.1", transit.InsideId), ("ResourceId.2", transit.TableId), ("ResourceId.3", transit.GatewayId), ("Tag.1.Key", "owner"), ("Tag.1.Value", "net"));
        Assert.Equal(
            ["transit-gateway", "transit-gateway-attachment", "transit-gateway-route-table"],
            (await lab.DoAsync("DescribeTags", ("Filter.1.Name", "key"), ("Filter.1.Value.1", "owner"))).Texts("resourceType").Order());
        Assert.Single((await lab.DoAsync("DescribeTransitGatewayAttachments", ("Filter.1.Name", "tag:owner"), ("Filter.1.Value.1", "net"))).Items("transitGatewayAttachments"));
    }

    [SkippableFact]
    public async Task The_AWS_CLI_leads_an_overlay_address_through_a_gateway()
    {
        AwsCli.Require();
        await using var lab = await LabClient.StartAsync();
        using var aws = new AwsCli(lab.Lab);
        var outside = await TransitLab.CreateAsync(lab);
        var gateway = (await aws.DoAsync("create-transit-gateway", "--options", "AmazonSideAsn=64600,DefaultRouteTablePropagation=disable")).GetProperty("TransitGateway");
        var (id, table) = (gateway.At("TransitGatewayId"), gateway.At("Options", "AssociationDefaultRouteTableId"));
        var attachment = (await aws.DoAsync(
            "create-transit-gateway-vpc-attachment", "--transit-gateway-id", id, "--vpc-id", lab.Lab.VpcId!, "--subnet-ids", lab.NodeA.SubnetId, lab.NodeB.SubnetId,
            "--tag-specifications", "ResourceType=transit-gateway-attachment,Tags=[{Key=Name,Value=inside}]")).At("TransitGatewayVpcAttachment", "TransitGatewayAttachmentId");
        var route = (await aws.DoAsync("create-transit-gateway-route", "--destination-cidr-block", "10.2.0.1/32", "--transit-gateway-route-table-id", table, "--transit-gateway-attachment-id", attachment)).GetProperty("Route");
        Assert.Equal(("static", "active", attachment), (route.At("Type"), route.At("State"), route.GetProperty("TransitGatewayAttachments")[0].At("TransitGatewayAttachmentId")));
        var found = await aws.DoAsync("search-transit-gateway-routes", "--transit-gateway-route-table-id", table, "--filters", "Name=route-search.longest-prefix-match,Values=10.2.0.1");
        Assert.Equal(("10.2.0.1/32", false), (found.GetProperty("Routes")[0].At("DestinationCidrBlock"), found.GetProperty("AdditionalRoutesAvailable").GetBoolean()));
        var shown = (await aws.DoAsync("describe-transit-gateway-attachments", "--filters", "Name=tag:Name,Values=inside")).GetProperty("TransitGatewayAttachments")[0];
        Assert.Equal((table, "available"), (shown.At("Association", "TransitGatewayRouteTableId"), shown.At("State")));
        await aws.DoAsync("enable-transit-gateway-route-table-propagation", "--transit-gateway-route-table-id", table, "--transit-gateway-attachment-id", attachment);
        var propagations = await aws.DoAsync("get-transit-gateway-route-table-propagations", "--transit-gateway-route-table-id", table);
        Assert.Equal("enabled", propagations.GetProperty("TransitGatewayRouteTablePropagations")[0].At("State"));
        await aws.DoAsync("create-route", "--route-table-id", lab.MainTable, "--destination-cidr-block", "172.16.0.0/12", "--transit-gateway-id", outside.GatewayId);
        await aws.DoAsync("delete-transit-gateway-route", "--destination-cidr-block", "10.2.0.1/32", "--transit-gateway-route-table-id", table);
        await aws.DoAsync("delete-transit-gateway-vpc-attachment", "--transit-gateway-attachment-id", attachment);
        await aws.DoAsync("delete-transit-gateway", "--transit-gateway-id", id);
    }
}
