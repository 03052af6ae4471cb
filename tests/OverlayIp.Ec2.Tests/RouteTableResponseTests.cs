using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class RouteTableResponseTests
{
    private const string Tables =
        """
        <routeTableSet>
            <item>
                <routeTableId>rtb-0a1b2c3d4e5f60718</routeTableId>
                <vpcId>vpc-0123456789abcdef0</vpcId>
                <ownerId>123456789012</ownerId>
                <routeSet>
                    <item>
                        <destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>
                        <gatewayId>local</gatewayId>
                        <state>active</state>
                        <origin>CreateRouteTable</origin>
                    </item>
                    <item>
                        <destinationCidrBlock>10.2.0.1/32</destinationCidrBlock>
                        <instanceId>i-0aaaaaaaaaaaaaaaa</instanceId>
                        <instanceOwnerId>123456789012</instanceOwnerId>
                        <networkInterfaceId>eni-0aaaaaaaaaaaaaaaa</networkInterfaceId>
                        <state>blackhole</state>
                        <origin>CreateRoute</origin>
                    </item>
                    <item>
                        <destinationIpv6CidrBlock>fd00::1/128</destinationIpv6CidrBlock>
                        <transitGatewayId>tgw-1</transitGatewayId>
                        <state>future-state</state>
                        <origin>EnableVgwRoutePropagation</origin>
                    </item>
                    <item>
                        <destinationPrefixListId>pl-1</destinationPrefixListId>
                        <carrierGatewayId>a</carrierGatewayId><coreNetworkArn>b</coreNetworkArn>
                        <egressOnlyInternetGatewayId>c</egressOnlyInternetGatewayId><localGatewayId>d</localGatewayId>
                        <natGatewayId>e</natGatewayId><odbNetworkArn>f</odbNetworkArn><vpcPeeringConnectionId>g</vpcPeeringConnectionId>
                        <ipAddress>h</ipAddress>
                    </item>
                </routeSet>
                <associationSet>
                    <item>
                        <routeTableAssociationId>rtbassoc-1</routeTableAssociationId>
                        <routeTableId>rtb-0a1b2c3d4e5f60718</routeTableId>
                        <main>true</main>
                        <associationState><state>associated</state></associationState>
                    </item>
                    <item>
                        <routeTableAssociationId>rtbassoc-2</routeTableAssociationId>
                        <routeTableId>rtb-0a1b2c3d4e5f60718</routeTableId>
                        <subnetId>subnet-1</subnetId>
                        <gatewayId>igw-1</gatewayId>
                        <publicIpv4Pool>pool</publicIpv4Pool>
                        <main>false</main>
                        <associationState><state>failed</state><statusMessage>because</statusMessage></associationState>
                    </item>
                </associationSet>
                <propagatingVgwSet><item><gatewayId>vgw-1</gatewayId></item></propagatingVgwSet>
                <tagSet>
                    <item><key>Name</key><value>private &lt;a&gt; &amp; b</value></item>
                    <item><key>empty</key><value/></item>
                </tagSet>
            </item>
            <item>
                <routeTableId>rtb-2</routeTableId>
                <routeSet/>
                <associationSet></associationSet>
                <propagatingVgwSet/>
                <tagSet/>
            </item>
        </routeTableSet>
        <nextToken>more</nextToken>
        """;

    private static async Task<DescribeRouteTablesResponse> DescribeAsync(string elements)
    {
        using var client = new FakeEc2().AnswerWith("DescribeRouteTables", elements).Client();
        return await client.DescribeRouteTablesAsync();
    }

    [Fact]
    public async Task Route_tables_are_read_with_all_their_members()
    {
        var response = await DescribeAsync(Tables);

        Assert.Equal("more", response.NextToken);
        Assert.Equal(2, response.RouteTables!.Count);
        var table = response.RouteTables[0];
        Assert.Equal(("rtb-0a1b2c3d4e5f60718", "vpc-0123456789abcdef0", "123456789012"), (table.RouteTableId, table.VpcId, table.OwnerId));
        Assert.Equal("vgw-1", Assert.Single(table.PropagatingVgws!).GatewayId);
        Assert.Equal([("Name", "private <a> & b"), ("empty", "")], table.Tags!.Select(tag => (tag.Key, tag.Value)));

        var main = table.Associations![0];
        Assert.Equal(("rtbassoc-1", "rtb-0a1b2c3d4e5f60718", true), (main.RouteTableAssociationId, main.RouteTableId, main.Main));
        Assert.Null(main.SubnetId);
        Assert.Equal(RouteTableAssociationStateCode.Associated, main.AssociationState!.State);
        var other = table.Associations[1];
        Assert.Equal(("subnet-1", "igw-1", "pool", false), (other.SubnetId, other.GatewayId, other.PublicIpv4Pool, other.Main));
        Assert.Equal(
            (RouteTableAssociationStateCode.Failed, "because"),
            (other.AssociationState!.State, other.AssociationState.StatusMessage));
    }

    [Fact]
    public async Task Routes_are_read_with_every_kind_of_destination_and_target()
    {
        var routes = (await DescribeAsync(Tables)).RouteTables![0].Routes!;

        Assert.Equal(4, routes.Count);
        Assert.Equal(
            ("10.0.0.0/16", "local", RouteState.Active, RouteOrigin.CreateRouteTable),
            (routes[0].DestinationCidrBlock, routes[0].GatewayId, routes[0].State, routes[0].Origin));
        Assert.Null(routes[0].InstanceId);
        var overlay = routes[1];
        Assert.Equal(
            ("10.2.0.1/32", "i-0aaaaaaaaaaaaaaaa", "123456789012", "eni-0aaaaaaaaaaaaaaaa"),
            (overlay.DestinationCidrBlock, overlay.InstanceId, overlay.InstanceOwnerId, overlay.NetworkInterfaceId));
        Assert.Equal((RouteState.Blackhole, RouteOrigin.CreateRoute), (overlay.State, overlay.Origin));
        Assert.Equal(("fd00::1/128", "tgw-1"), (routes[2].DestinationIpv6CidrBlock, routes[2].TransitGatewayId));
        Assert.Equal("future-state", routes[2].State!.Value);
        Assert.Equal(
            ("pl-1", "a", "b", "c", "d", "e", "f"),
            (routes[3].DestinationPrefixListId, routes[3].CarrierGatewayId, routes[3].CoreNetworkArn, routes[3].EgressOnlyInternetGatewayId, routes[3].LocalGatewayId, routes[3].NatGatewayId, routes[3].OdbNetworkArn));
        Assert.Equal(("g", "h"), (routes[3].VpcPeeringConnectionId, routes[3].IpAddress));
        Assert.Null(routes[3].State);
    }

    [Fact]
    public async Task Empty_lists_are_null()
    {
        var table = (await DescribeAsync(Tables)).RouteTables![1];

        Assert.Null(table.Routes);
        Assert.Null(table.Associations);
        Assert.Null(table.PropagatingVgws);
        Assert.Null(table.Tags);
        Assert.Null((await DescribeAsync("<routeTableSet/>")).RouteTables);
        Assert.Null((await DescribeAsync("")).RouteTables);
    }

    [Fact]
    public async Task Unknown_elements_are_skipped_wherever_they_stand()
    {
        var response = await DescribeAsync(
            """
            <new><item><routeTableId>wrong</routeTableId></item></new>
            <!-- a comment --> stray text
            <routeTableSet>
                <count>1</count>
                <item>
                    <requestId>not the request's</requestId>
                    <routeDetail><routeTableId>wrong</routeTableId><routeSet><item/></routeSet></routeDetail>
                    <routeSet><empty/><item><target><instanceId>wrong</instanceId></target><destinationCidrBlock><![CDATA[10.2.0.1/32]]></destinationCidrBlock></item></routeSet>
                    <empty/>
                    <routeTableId>rtb-1</routeTableId>
                </item>
            </routeTableSet>
            """);

        var table = Assert.Single(response.RouteTables!);
        Assert.Equal("rtb-1", table.RouteTableId);
        var route = Assert.Single(table.Routes!);
        Assert.Equal(("10.2.0.1/32", null), (route.DestinationCidrBlock, route.InstanceId));
        Assert.Equal("59dbff89-35bd-4eac-99ed-be587EXAMPLE", response.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task A_document_without_white_space_reads_the_same()
    {
        var response = await DescribeAsync("<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet><item><state>active</state></item><item><state>blackhole</state></item></routeSet></item><item><routeTableId>rtb-2</routeTableId></item></routeTableSet><nextToken>t</nextToken>");

        Assert.Equal(["rtb-1", "rtb-2"], response.RouteTables!.Select(table => table.RouteTableId));
        Assert.Equal([RouteState.Active, RouteState.Blackhole], response.RouteTables![0].Routes!.Select(route => route.State));
        Assert.Equal("t", response.NextToken);
    }

    [Theory]
    [InlineData("CreateRoute")]
    [InlineData("ReplaceRoute")]
    [InlineData("DeleteRoute")]
    public async Task A_mutation_answers_with_its_metadata(string action)
    {
        using var client = new FakeEc2().AnswerWith(action, "<return>true</return>").Client();

        Amazon.Runtime.AmazonWebServiceResponse response = action switch
        {
            "CreateRoute" => await client.CreateRouteAsync(new CreateRouteRequest()),
            "ReplaceRoute" => await client.ReplaceRouteAsync(new ReplaceRouteRequest()),
            _ => await client.DeleteRouteAsync(new DeleteRouteRequest()),
        };

        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal("59dbff89-35bd-4eac-99ed-be587EXAMPLE", response.ResponseMetadata.RequestId);
        if (response is CreateRouteResponse create)
            Assert.True(create.Return);
    }

    [Fact]
    public async Task A_response_without_a_body_is_an_empty_one()
    {
        using var client = new FakeEc2().Answer("").Client();

        var response = await client.ReplaceRouteAsync(new ReplaceRouteRequest());

        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
    }
}
