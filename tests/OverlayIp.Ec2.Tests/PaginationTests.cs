using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class PaginationTests
{
    private static FakeEc2 ThreePages() => new FakeEc2()
        .AnswerWith("DescribeRouteTables", "<routeTableSet><item><routeTableId>rtb-1</routeTableId></item><item><routeTableId>rtb-2</routeTableId></item></routeTableSet><nextToken>a/+=</nextToken>")
        .AnswerWith("DescribeRouteTables", "<routeTableSet/><nextToken>b</nextToken>")
        .AnswerWith("DescribeRouteTables", "<routeTableSet><item><routeTableId>rtb-3</routeTableId></item></routeTableSet>");

    [Fact]
    public async Task Items_are_read_over_all_pages_and_empty_pages_do_no_harm()
    {
        var fake = ThreePages();
        using var client = fake.Client();
        var request = new DescribeRouteTablesRequest { MaxResults = 2, Filters = [new Filter("vpc-id", ["vpc-1"])] };

        var ids = new List<string?>();
        await foreach (var table in client.Paginators.DescribeRouteTables(request).RouteTables)
            ids.Add(table.RouteTableId);

        Assert.Equal(["rtb-1", "rtb-2", "rtb-3"], ids);
        Assert.Equal([null, "a/+=", "b"], fake.Requests.Select(sent => sent.Parameters.GetValueOrDefault("NextToken")));
        Assert.All(fake.Requests, sent => Assert.Equal(("2", "vpc-id"), (sent.Parameters["MaxResults"], sent.Parameters["Filter.1.Name"])));
    }

    [Fact]
    public async Task Pages_are_asked_for_only_when_they_are_wanted()
    {
        var fake = ThreePages();
        using var client = fake.Client();

        await foreach (var response in client.Paginators.DescribeRouteTables(new DescribeRouteTablesRequest()).Responses)
        {
            Assert.Equal("a/+=", response.NextToken);
            break;
        }

        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Reading_begins_at_the_token_of_the_request()
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client();

        await foreach (var response in client.Paginators.DescribeVpcs(new DescribeVpcsRequest { NextToken = "here" }).Responses)
            Assert.Null(response.Vpcs);

        Assert.Equal("here", Assert.Single(fake.Requests).Parameters["NextToken"]);
    }

    [Fact]
    public async Task A_paginator_can_be_read_once()
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client();
        var paginator = client.Paginators.DescribeVpcs(new DescribeVpcsRequest());
        await foreach (var _ in paginator.Vpcs)
        {
        }

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await paginator.Vpcs.GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public async Task Reading_stops_when_it_is_cancelled()
    {
        var fake = ThreePages();
        using var client = fake.Client();
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Paginators.DescribeRouteTables(new DescribeRouteTablesRequest()).RouteTables.WithCancellation(cancellation.Token))
                await cancellation.CancelAsync();
        });

        Assert.Single(fake.Requests);
    }

    public static TheoryData<string, string, Func<IEC2PaginatorFactory, Task<List<string?>>>> Paginators() => new()
    {
        { "DescribeInstanceStatus", "instanceStatusSet instanceId", all => IdsAsync(all.DescribeInstanceStatus(new()).InstanceStatuses, item => item.InstanceId) },
        { "DescribeInstances", "reservationSet reservationId", all => IdsAsync(all.DescribeInstances(new()).Reservations, item => item.ReservationId) },
        { "DescribeManagedPrefixLists", "prefixListSet prefixListId", all => IdsAsync(all.DescribeManagedPrefixLists(new()).PrefixLists, item => item.PrefixListId) },
        { "DescribeNetworkAcls", "networkAclSet networkAclId", all => IdsAsync(all.DescribeNetworkAcls(new()).NetworkAcls, item => item.NetworkAclId) },
        { "DescribeNetworkInterfaces", "networkInterfaceSet networkInterfaceId", all => IdsAsync(all.DescribeNetworkInterfaces(new()).NetworkInterfaces, item => item.NetworkInterfaceId) },
        { "DescribeRouteTables", "routeTableSet routeTableId", all => IdsAsync(all.DescribeRouteTables(new()).RouteTables, item => item.RouteTableId) },
        { "DescribeSecurityGroups", "securityGroupInfo groupId", all => IdsAsync(all.DescribeSecurityGroups(new()).SecurityGroups, item => item.GroupId) },
        { "DescribeSubnets", "subnetSet subnetId", all => IdsAsync(all.DescribeSubnets(new()).Subnets, item => item.SubnetId) },
        { "DescribeTransitGatewayAttachments", "transitGatewayAttachments transitGatewayAttachmentId", all => IdsAsync(all.DescribeTransitGatewayAttachments(new()).TransitGatewayAttachments, item => item.TransitGatewayAttachmentId) },
        { "DescribeTransitGatewayRouteTables", "transitGatewayRouteTables transitGatewayRouteTableId", all => IdsAsync(all.DescribeTransitGatewayRouteTables(new()).TransitGatewayRouteTables, item => item.TransitGatewayRouteTableId) },
        { "DescribeTransitGatewayVpcAttachments", "transitGatewayVpcAttachments vpcId", all => IdsAsync(all.DescribeTransitGatewayVpcAttachments(new()).TransitGatewayVpcAttachments, item => item.VpcId) },
        { "DescribeTransitGateways", "transitGatewaySet transitGatewayId", all => IdsAsync(all.DescribeTransitGateways(new()).TransitGateways, item => item.TransitGatewayId) },
        { "DescribeVpcPeeringConnections", "vpcPeeringConnectionSet vpcPeeringConnectionId", all => IdsAsync(all.DescribeVpcPeeringConnections(new()).VpcPeeringConnections, item => item.VpcPeeringConnectionId) },
        { "DescribeVpcs", "vpcSet vpcId", all => IdsAsync(all.DescribeVpcs(new()).Vpcs, item => item.VpcId) },
        { "GetManagedPrefixListEntries", "entrySet cidr", all => IdsAsync(all.GetManagedPrefixListEntries(new()).Entries, item => item.Cidr) },
        { "GetTransitGatewayRouteTableAssociations", "associations transitGatewayAttachmentId", all => IdsAsync(all.GetTransitGatewayRouteTableAssociations(new()).Associations, item => item.TransitGatewayAttachmentId) },
        { "SearchTransitGatewayRoutes", "routeSet destinationCidrBlock", all => IdsAsync(all.SearchTransitGatewayRoutes(new()).Routes, item => item.DestinationCidrBlock) },
    };

    [Theory]
    [MemberData(nameof(Paginators))]
    public async Task Every_paged_action_has_a_paginator_with_the_items_of_all_pages(
        string action, string listAndId, Func<IEC2PaginatorFactory, Task<List<string?>>> read)
    {
        var (list, id) = (listAndId.Split(' ')[0], listAndId.Split(' ')[1]);
        var fake = new FakeEc2()
            .AnswerWith(action, $"<{list}><item><{id}>first</{id}></item></{list}><nextToken>t</nextToken><additionalRoutesAvailable>true</additionalRoutesAvailable>")
            .AnswerWith(action, $"<{list}><item><{id}>second</{id}></item></{list}>");
        using var client = fake.Client();

        Assert.Equal(["first", "second"], await read(client.Paginators));

        Assert.Equal([action, action], fake.Requests.Select(sent => sent.Form["Action"]));
        Assert.Equal([null, "t"], fake.Requests.Select(sent => sent.Parameters.GetValueOrDefault("NextToken")));
    }

    private static async Task<List<string?>> IdsAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> id)
    {
        var ids = new List<string?>();
        await foreach (var item in items)
            ids.Add(id(item));
        return ids;
    }
}
