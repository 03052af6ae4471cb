using OverlayIp.Engine.Validation;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>Faults on the way from outside the VPC, by a transit gateway.</summary>
internal static partial class BrokenVpcs
{
    private const string OutsideBlock = "172.16.1.0/24";
    private const string NotProbed = "Nobody asks from outside there.";

    private static IEnumerable<BrokenVpc> Outside() =>
    [
        new("outside: the transit gateway's route table lacks the static route", "ReachableFrom", async vpc =>
        {
            var transit = await ConnectAsync(vpc);
            await transit.Api.DoAsync("DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", vpc.Destination));
        }) { Ask = FromOutside, NoPackets = NotProbed },
        new("outside: the sender's route table lacks the route", "ReachableFrom", async vpc =>
        {
            var transit = await ConnectAsync(vpc);
            await vpc.DoAsync("DeleteRoute", ("RouteTableId", await OutsideTableAsync(transit)), ("DestinationCidrBlock", vpc.Destination));
        }) { Ask = FromOutside, NoPackets = NotProbed },
        new("outside: the nodes' group lets nobody in from there", "SecurityGroupIn", async vpc =>
        {
            await ConnectAsync(vpc);
            await vpc.RevokeInAsync(vpc.NodesGroup, "tcp", Port, Port, OutsideBlock);
        }) { Ask = FromOutside, NoPackets = NotProbed },
        new("outside: no route, and no rule of the nodes' group", "ReachableFrom SecurityGroupIn", async vpc =>
        {
            var transit = await ConnectAsync(vpc);
            await transit.Api.DoAsync("DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", vpc.Destination));
            await vpc.RevokeInAsync(vpc.NodesGroup, "tcp", Port, Port, OutsideBlock);
        }) { Ask = FromOutside, NoPackets = NotProbed },
    ];

    private static ValidationRequest FromOutside(OverlayVpc vpc, ValidationRequest request) => request with { From = [CidrBlock.Parse(OutsideBlock)] };

    // Everything that it takes, there and back.
    private static async Task<TransitLab> ConnectAsync(OverlayVpc vpc)
    {
        var transit = await TransitLab.CreateAsync(vpc.Lab);
        await UntilAsync(vpc, "DescribeTransitGatewayVpcAttachments", "available");
        await transit.RouteAsync(vpc.Destination, transit.InsideId);
        await vpc.DoAsync(
            "CreateRoute", ("RouteTableId", await OutsideTableAsync(transit)), ("DestinationCidrBlock", vpc.Destination), ("TransitGatewayId", transit.GatewayId));
        foreach (var table in vpc.Tables)
        {
            await vpc.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
        }

        await vpc.AllowInAsync(vpc.NodesGroup, "tcp", Port, Port, OutsideBlock);
        return transit;
    }

    private static async Task<string> OutsideTableAsync(TransitLab transit) => (await transit.Api.DoAsync(
        "DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", transit.OutsideVpcId))).Text("routeTableId")!;
}
