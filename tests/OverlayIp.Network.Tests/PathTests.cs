using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>What the walk of a path says, and what packets do: they must agree.</summary>
public class PathTests
{
    private sealed record Scene(Networked Lab, TransitLab Transit, OverlayLabNode Outside, string OutsideTable)
    {
        public async Task<string> TableOfAsync(OverlayLabNode node) =>
            (await Lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", node.SubnetId))).Text("routeTableId")!;

        public async Task DeleteRouteAsync(string table, string destination) => await
            Lab.Api.DoAsync("DeleteRoute", ("RouteTableId", table), ("DestinationCidrBlock", destination));
    }

    private static readonly string Address = $"{Networked.Overlay}/32";

    private static readonly Dictionary<string, (bool Reaches, Func<Scene, Task> Change)> Changes = new()
    {
        ["nothing"] = (true, _ => Task.CompletedTask),
        ["the route outside is gone"] = (false, s => s.DeleteRouteAsync(s.OutsideTable, "10.0.0.0/8")),
        ["the static route is gone"] = (false, s => s.Lab.Api.DoAsync(
            "DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", s.Transit.TableId), ("DestinationCidrBlock", Address))),
        ["the static route leads back"] = (false, s => s.Lab.Api.DoAsync(
            "ReplaceTransitGatewayRoute", ("TransitGatewayRouteTableId", s.Transit.TableId), ("DestinationCidrBlock", Address), ("TransitGatewayAttachmentId", s.Transit.OutsideId))),
        ["the static route is a blackhole"] = (false, s => s.Lab.Api.DoAsync(
            "ReplaceTransitGatewayRoute", ("TransitGatewayRouteTableId", s.Transit.TableId), ("DestinationCidrBlock", Address), ("Blackhole", "true"))),
        ["the sender's attachment has no table"] = (false, s => s.Lab.Api.DoAsync(
            "DisassociateTransitGatewayRouteTable", ("TransitGatewayRouteTableId", s.Transit.TableId), ("TransitGatewayAttachmentId", s.Transit.OutsideId))),
        ["the VPC's attachment has no table"] = (false, s => s.Lab.Api.DoAsync(
            "DisassociateTransitGatewayRouteTable", ("TransitGatewayRouteTableId", s.Transit.TableId), ("TransitGatewayAttachmentId", s.Transit.InsideId))),
        ["the table of the sender's zone lacks the route"] = (false, async s => await s.DeleteRouteAsync(await s.TableOfAsync(s.Lab.NodeA), Address)),
        ["the table of the other zone lacks the route"] = (true, async s => await s.DeleteRouteAsync(await s.TableOfAsync(s.Lab.NodeB), Address)),
        ["the way back is gone"] = (false, async s => await s.DeleteRouteAsync(await s.TableOfAsync(s.Lab.NodeA), TransitLab.Outside)),
        ["the way back of the other node is gone"] = (true, async s => await s.DeleteRouteAsync(await s.TableOfAsync(s.Lab.NodeB), TransitLab.Outside)),
        ["the transit gateway does not know the way back"] = (false, s => s.Lab.Api.DoAsync(
            "DisableTransitGatewayRouteTablePropagation", ("TransitGatewayRouteTableId", s.Transit.TableId), ("TransitGatewayAttachmentId", s.Transit.OutsideId))),
        ["the check is on"] = (false, s => s.Lab.SetCheckAsync(s.Lab.NodeA, true)),
        ["a wider route does it too"] = (true, async s =>
        {
            await s.Lab.Api.DoAsync("DeleteTransitGatewayRoute", ("TransitGatewayRouteTableId", s.Transit.TableId), ("DestinationCidrBlock", Address));
            await s.Transit.RouteAsync("10.2.0.0/16", s.Transit.InsideId);
        }),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task The_verdict_agrees_with_the_packets(string change)
    {
        await using var lab = await Networked.StartAsync();
        var transit = await TransitLab.CreateAsync(lab.Api);
        var outside = await lab.LaunchAsync(transit.OutsideSubnetId, "outside");
        var table = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", transit.OutsideVpcId))).Text("routeTableId")!;
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", "10.0.0.0/8"), ("TransitGatewayId", transit.GatewayId));
        foreach (var own in lab.Api.Lab.RouteTableIds)
        {
            await lab.Api.DoAsync("CreateRoute", ("RouteTableId", own), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
        }

        await transit.RouteAsync(Address, transit.InsideId);
        await lab.OfferAsync(lab.NodeA);
        var (reaches, make) = Changes[change];
        await make(new Scene(lab, transit, outside, table));

        var path = await WalkAsync(lab, outside);

        Assert.Equal((reaches, reaches), (path.Reaches, await lab.ReachesAsync(outside, Networked.Overlay)));
    }

    private static async Task<OverlayPath> WalkAsync(Networked lab, OverlayLabNode from)
    {
        var settings = new ConnectionSettings
        {
            Region = lab.Api.Lab.Region,
            EndpointUrl = lab.Api.Lab.EndpointUrl,
            Credential = new OverlayCredential(lab.Api.Lab.AccessKeyId, lab.Api.Lab.SecretAccessKey),
        };
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
        return await new PathWalker(connection).WalkAsync(
            new PathRequest { Destination = CidrBlock.Parse(Address), From = PathSource.Subnet(from.SubnetId) }, SilentObserver.Instance, CancellationToken.None);
    }
}
