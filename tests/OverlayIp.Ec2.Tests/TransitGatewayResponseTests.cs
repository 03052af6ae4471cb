using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class TransitGatewayResponseTests
{
    private const string Route =
        """
        <route>
            <destinationCidrBlock>10.2.0.1/32</destinationCidrBlock><type>static</type><state>active</state>
            <transitGatewayAttachments>
                <item><resourceId>vpc-1</resourceId><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><resourceType>vpc</resourceType></item>
            </transitGatewayAttachments>
        </route>
        """;

    public static TheoryData<string, Func<IAmazonEC2, Task<TransitGatewayRoute?>>> RouteChanges() => new()
    {
        { "CreateTransitGatewayRoute", async ec2 => (await ec2.CreateTransitGatewayRouteAsync(new CreateTransitGatewayRouteRequest())).Route },
        { "ReplaceTransitGatewayRoute", async ec2 => (await ec2.ReplaceTransitGatewayRouteAsync(new ReplaceTransitGatewayRouteRequest())).Route },
        { "DeleteTransitGatewayRoute", async ec2 => (await ec2.DeleteTransitGatewayRouteAsync(new DeleteTransitGatewayRouteRequest())).Route },
    };

    [Theory]
    [MemberData(nameof(RouteChanges))]
    public async Task A_change_answers_with_the_route(string action, Func<IAmazonEC2, Task<TransitGatewayRoute?>> change)
    {
        using var client = new FakeEc2().AnswerWith(action, Route).Client();

        var route = await change(client);

        Assert.Equal(
            ("10.2.0.1/32", TransitGatewayRouteType.Static, TransitGatewayRouteState.Active),
            (route!.DestinationCidrBlock, route.Type, route.State));
        var attachment = Assert.Single(route.TransitGatewayAttachments!);
        Assert.Equal(
            ("tgw-attach-1", "vpc-1", TransitGatewayAttachmentResourceType.Vpc),
            (attachment.TransitGatewayAttachmentId, attachment.ResourceId, attachment.ResourceType));
    }

    [Theory]
    [MemberData(nameof(RouteChanges))]
    public async Task A_refused_change_throws_what_EC2_said(string action, Func<IAmazonEC2, Task<TransitGatewayRoute?>> change)
    {
        var fake = new FakeEc2().AnswerError(HttpStatusCode.BadRequest, "InvalidRouteTableID.NotFound", $"{action} refused");
        using var client = fake.Client();

        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => change(client));

        Assert.Equal(
            ("InvalidRouteTableID.NotFound", $"{action} refused", HttpStatusCode.BadRequest),
            (error.ErrorCode, error.Message, error.StatusCode));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Found_routes_are_read_with_all_their_members()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "SearchTransitGatewayRoutes",
                """
                <routeSet>
                    <item>
                        <destinationCidrBlock>10.2.0.0/24</destinationCidrBlock><type>propagated</type><state>active</state>
                        <prefixListId>pl-1</prefixListId><transitGatewayRouteTableAnnouncementId>tgw-rtb-announcement-1</transitGatewayRouteTableAnnouncementId>
                        <transitGatewayAttachments>
                            <item><resourceId>vpn-1(203.0.113.7)</resourceId><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><resourceType>vpn</resourceType></item>
                            <item><resourceId>vpn-1(203.0.113.8)</resourceId><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><resourceType>vpn</resourceType></item>
                        </transitGatewayAttachments>
                    </item>
                    <item><destinationCidrBlock>fd00::1/128</destinationCidrBlock><type>static</type><state>blackhole</state></item>
                </routeSet>
                <additionalRoutesAvailable>false</additionalRoutesAvailable>
                """)
            .Client();

        var response = await client.SearchTransitGatewayRoutesAsync(new SearchTransitGatewayRoutesRequest());

        Assert.False(response.AdditionalRoutesAvailable);
        Assert.Null(response.NextToken);
        var route = response.Routes![0];
        Assert.Equal(
            ("10.2.0.0/24", TransitGatewayRouteType.Propagated, TransitGatewayRouteState.Active, "pl-1", "tgw-rtb-announcement-1"),
            (route.DestinationCidrBlock, route.Type, route.State, route.PrefixListId, route.TransitGatewayRouteTableAnnouncementId));
        Assert.Equal(["vpn-1(203.0.113.7)", "vpn-1(203.0.113.8)"], route.TransitGatewayAttachments!.Select(attachment => attachment.ResourceId));
        Assert.Equal(("fd00::1/128", TransitGatewayRouteState.Blackhole), (response.Routes[1].DestinationCidrBlock, response.Routes[1].State));
        Assert.Null(response.Routes[1].TransitGatewayAttachments);
    }

    [Theory]
    [InlineData("<additionalRoutesAvailable>false</additionalRoutesAvailable><nextToken>t</nextToken>")]
    [InlineData("")]
    public async Task Reading_of_found_routes_ends_when_EC2_tells_of_no_more(string end)
    {
        var fake = new FakeEc2().AnswerWith("SearchTransitGatewayRoutes", end);
        using var client = fake.Client();

        var pages = 0;
        await foreach (var _ in client.Paginators.SearchTransitGatewayRoutes(new SearchTransitGatewayRoutesRequest()).Responses)
            pages++;

        Assert.Equal(1, pages);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Transit_gateways_are_read_with_their_default_route_tables()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeTransitGateways",
                """
                <transitGatewaySet>
                    <item>
                        <transitGatewayId>tgw-1</transitGatewayId><transitGatewayArn>arn:aws:ec2:eu-west-1:123456789012:transit-gateway/tgw-1</transitGatewayArn>
                        <state>available</state><ownerId>123456789012</ownerId><description>hub</description><creationTime>2024-05-08T16:46:19.000Z</creationTime>
                        <options>
                            <amazonSideAsn>64512</amazonSideAsn><autoAcceptSharedAttachments>disable</autoAcceptSharedAttachments>
                            <defaultRouteTableAssociation>enable</defaultRouteTableAssociation><associationDefaultRouteTableId>tgw-rtb-1</associationDefaultRouteTableId>
                            <defaultRouteTablePropagation>disable</defaultRouteTablePropagation><propagationDefaultRouteTableId>tgw-rtb-2</propagationDefaultRouteTableId>
                            <dnsSupport>enable</dnsSupport><securityGroupReferencingSupport>disable</securityGroupReferencingSupport><vpnEcmpSupport>enable</vpnEcmpSupport>
                            <transitGatewayCidrBlocks><item>10.9.0.0/24</item><item>fd00:9::/64</item></transitGatewayCidrBlocks>
                        </options>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                </transitGatewaySet>
                """)
            .Client();

        var gateway = Assert.Single((await client.DescribeTransitGatewaysAsync(new DescribeTransitGatewaysRequest())).TransitGateways!);

        Assert.Equal(
            ("tgw-1", TransitGatewayState.Available, "123456789012", "hub", "arn:aws:ec2:eu-west-1:123456789012:transit-gateway/tgw-1"),
            (gateway.TransitGatewayId, gateway.State, gateway.OwnerId, gateway.Description, gateway.TransitGatewayArn));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), gateway.CreationTime);
        Assert.Equal(("k", "v"), (gateway.Tags![0].Key, gateway.Tags[0].Value));
        var options = gateway.Options!;
        Assert.Equal(
            (DefaultRouteTableAssociationValue.Enable, "tgw-rtb-1", DefaultRouteTablePropagationValue.Disable, "tgw-rtb-2"),
            (options.DefaultRouteTableAssociation, options.AssociationDefaultRouteTableId, options.DefaultRouteTablePropagation, options.PropagationDefaultRouteTableId));
        Assert.Equal(
            (AutoAcceptSharedAttachmentsValue.Disable, DnsSupportValue.Enable, SecurityGroupReferencingSupportValue.Disable),
            (options.AutoAcceptSharedAttachments, options.DnsSupport, options.SecurityGroupReferencingSupport));
        Assert.Equal(["10.9.0.0/24", "fd00:9::/64"], options.TransitGatewayCidrBlocks!);
    }

    [Fact]
    public async Task VPC_attachments_are_read_with_their_subnets()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeTransitGatewayVpcAttachments",
                """
                <transitGatewayVpcAttachments>
                    <item>
                        <transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><transitGatewayId>tgw-1</transitGatewayId>
                        <vpcId>vpc-1</vpcId><vpcOwnerId>123456789012</vpcOwnerId><state>pendingAcceptance</state>
                        <subnetIds><item>subnet-1</item><item>subnet-2</item></subnetIds><creationTime>2024-05-08T16:46:19.000Z</creationTime>
                        <options>
                            <applianceModeSupport>disable</applianceModeSupport><dnsSupport>enable</dnsSupport><ipv6Support>enable</ipv6Support>
                            <securityGroupReferencingSupport>enable</securityGroupReferencingSupport>
                        </options>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                </transitGatewayVpcAttachments>
                """)
            .Client();

        var attachment = Assert.Single(
            (await client.DescribeTransitGatewayVpcAttachmentsAsync(new DescribeTransitGatewayVpcAttachmentsRequest())).TransitGatewayVpcAttachments!);

        Assert.Equal(
            ("tgw-attach-1", "tgw-1", "vpc-1", "123456789012", TransitGatewayAttachmentState.PendingAcceptance),
            (attachment.TransitGatewayAttachmentId, attachment.TransitGatewayId, attachment.VpcId, attachment.VpcOwnerId, attachment.State));
        Assert.Equal(["subnet-1", "subnet-2"], attachment.SubnetIds!);
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), attachment.CreationTime);
        Assert.Equal(
            (ApplianceModeSupportValue.Disable, DnsSupportValue.Enable, Ipv6SupportValue.Enable, SecurityGroupReferencingSupportValue.Enable),
            (attachment.Options!.ApplianceModeSupport, attachment.Options.DnsSupport, attachment.Options.Ipv6Support, attachment.Options.SecurityGroupReferencingSupport));
        Assert.Equal(("k", "v"), (attachment.Tags![0].Key, attachment.Tags[0].Value));
    }

    [Fact]
    public async Task Attachments_are_read_with_their_association()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeTransitGatewayAttachments",
                """
                <transitGatewayAttachments>
                    <item>
                        <transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><transitGatewayId>tgw-1</transitGatewayId><transitGatewayOwnerId>123456789012</transitGatewayOwnerId>
                        <resourceOwnerId>999988887777</resourceOwnerId><resourceType>direct-connect-gateway</resourceType><resourceId>dxgw-1</resourceId>
                        <state>available</state><creationTime>2024-05-08T16:46:19.000Z</creationTime>
                        <association><transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId><state>associated</state></association>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                    <item><transitGatewayAttachmentId>tgw-attach-2</transitGatewayAttachmentId><resourceType>vpc</resourceType><tagSet/></item>
                </transitGatewayAttachments>
                <nextToken>more</nextToken>
                """)
            .Client();

        var response = await client.DescribeTransitGatewayAttachmentsAsync(new DescribeTransitGatewayAttachmentsRequest());

        Assert.Equal("more", response.NextToken);
        var attachment = response.TransitGatewayAttachments![0];
        Assert.Equal(
            ("tgw-attach-1", "tgw-1", "123456789012", TransitGatewayAttachmentState.Available),
            (attachment.TransitGatewayAttachmentId, attachment.TransitGatewayId, attachment.TransitGatewayOwnerId, attachment.State));
        Assert.Equal(
            (TransitGatewayAttachmentResourceType.DirectConnectGateway, "dxgw-1", "999988887777"),
            (attachment.ResourceType, attachment.ResourceId, attachment.ResourceOwnerId));
        Assert.Equal(
            ("tgw-rtb-1", TransitGatewayAssociationState.Associated),
            (attachment.Association!.TransitGatewayRouteTableId, attachment.Association.State));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), attachment.CreationTime);
        Assert.Equal(("k", "v"), (attachment.Tags![0].Key, attachment.Tags[0].Value));
        Assert.Null(response.TransitGatewayAttachments[1].Association);
        Assert.Null(response.TransitGatewayAttachments[1].Tags);
    }

    [Fact]
    public async Task Transit_gateway_route_tables_are_read()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeTransitGatewayRouteTables",
                """
                <transitGatewayRouteTables>
                    <item>
                        <transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId><transitGatewayId>tgw-1</transitGatewayId><state>available</state>
                        <defaultAssociationRouteTable>true</defaultAssociationRouteTable><defaultPropagationRouteTable>false</defaultPropagationRouteTable>
                        <creationTime>2024-05-08T16:46:19.000Z</creationTime><tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                </transitGatewayRouteTables>
                """)
            .Client();

        var table = Assert.Single(
            (await client.DescribeTransitGatewayRouteTablesAsync(new DescribeTransitGatewayRouteTablesRequest())).TransitGatewayRouteTables!);

        Assert.Equal(
            ("tgw-rtb-1", "tgw-1", TransitGatewayRouteTableState.Available, true, false),
            (table.TransitGatewayRouteTableId, table.TransitGatewayId, table.State, table.DefaultAssociationRouteTable, table.DefaultPropagationRouteTable));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), table.CreationTime);
        Assert.Equal(("k", "v"), (table.Tags![0].Key, table.Tags[0].Value));
    }

    [Fact]
    public async Task The_associations_of_a_transit_gateway_route_table_are_read()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "GetTransitGatewayRouteTableAssociations",
                "<associations><item><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><resourceId>vpc-1</resourceId><resourceType>vpc</resourceType><state>disassociating</state></item></associations><nextToken>more</nextToken>")
            .Client();

        var response = await client.GetTransitGatewayRouteTableAssociationsAsync(new GetTransitGatewayRouteTableAssociationsRequest());

        Assert.Equal("more", response.NextToken);
        var association = Assert.Single(response.Associations!);
        Assert.Equal(
            ("tgw-attach-1", "vpc-1", TransitGatewayAttachmentResourceType.Vpc, TransitGatewayAssociationState.Disassociating),
            (association.TransitGatewayAttachmentId, association.ResourceId, association.ResourceType, association.State));
    }
}
