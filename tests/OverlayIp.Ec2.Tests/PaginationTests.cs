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

    [Fact]
    public async Task Every_paged_action_has_a_paginator_with_its_items()
    {
        var fake = new FakeEc2()
            .AnswerWith("DescribeInstances", "<reservationSet><item><reservationId>r-1</reservationId></item></reservationSet>")
            .AnswerWith("DescribeNetworkInterfaces", "<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId></item></networkInterfaceSet>")
            .AnswerWith("DescribeSubnets", "<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet>")
            .AnswerWith("DescribeVpcs", "<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>");
        using var client = fake.Client();

        await foreach (var reservation in client.Paginators.DescribeInstances(new DescribeInstancesRequest()).Reservations)
            Assert.Equal("r-1", reservation.ReservationId);
        await foreach (var eni in client.Paginators.DescribeNetworkInterfaces(new DescribeNetworkInterfacesRequest()).NetworkInterfaces)
            Assert.Equal("eni-1", eni.NetworkInterfaceId);
        await foreach (var subnet in client.Paginators.DescribeSubnets(new DescribeSubnetsRequest()).Subnets)
            Assert.Equal("subnet-1", subnet.SubnetId);
        await foreach (var vpc in client.Paginators.DescribeVpcs(new DescribeVpcsRequest()).Vpcs)
            Assert.Equal("vpc-1", vpc.VpcId);

        Assert.Equal(
            ["DescribeInstances", "DescribeNetworkInterfaces", "DescribeSubnets", "DescribeVpcs"],
            fake.Requests.Select(sent => sent.Form["Action"]));
    }
}
