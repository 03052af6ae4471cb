using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Packets between VPCs: through transit gateways, and through peering connections.</summary>
public class TransitTests
{
    [SkippableFact]
    public async Task An_overlay_address_is_reached_from_outside_by_a_static_route_of_the_gateway()
    {
        await using var lab = await Networked.StartAsync();
        var (transit, outside) = await AttachOutsideAsync(lab);
        await lab.OfferAsync(lab.NodeA);
        // The VPC's own addresses propagate; the overlay address does not.
        Assert.True(await lab.ReachesAsync(outside, lab.NodeA.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        await transit.RouteAsync($"{Networked.Overlay}/32", transit.InsideId);
        Assert.True(await lab.ReachesAsync(outside, Networked.Overlay));

        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
        using var server = TcpEcho.Start(lab.Of(lab.NodeB).Namespace, Networked.Overlay);
        Assert.True(TcpEcho.IsSilent(lab.Of(outside).Namespace, Networked.Overlay));
        await lab.SwitchAsync(lab.NodeB);
        Assert.True(TcpEcho.Answers(lab.Of(outside).Namespace, Networked.Overlay));

        await lab.Api.DoAsync("ReplaceTransitGatewayRoute", ("TransitGatewayRouteTableId", transit.TableId), ("DestinationCidrBlock", $"{Networked.Overlay}/32"), ("Blackhole", "true"));
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(outside, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task What_arrives_follows_the_route_table_of_the_subnet_that_is_attached()
    {
        await using var lab = await Networked.StartAsync();
        var (transit, outside) = await AttachOutsideAsync(lab);
        await lab.OfferAsync(lab.NodeA);
        await transit.RouteAsync($"{Networked.Overlay}/32", transit.InsideId);
        Assert.True(await lab.ReachesAsync(outside, Networked.Overlay));
        // The outside is in zone a, and so is node-a's subnet, by which the packets come in.
        var table = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.NodeA.SubnetId))).Text("routeTableId")!;
        await lab.Api.DoAsync("DeleteRoute", ("RouteTableId", table), ("DestinationCidrBlock", $"{Networked.Overlay}/32"));
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(lab.Client, Networked.Overlay));
    }

    [SkippableFact]
    public async Task Without_the_way_back_nothing_is_answered()
    {
        await using var lab = await Networked.StartAsync();
        var (_, outside) = await AttachOutsideAsync(lab);
        Assert.True(await lab.ReachesAsync(outside, lab.NodeB.PrivateIpAddress));
        var table = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.NodeB.SubnetId))).Text("routeTableId")!;
        await lab.Api.DoAsync("DeleteRoute", ("RouteTableId", table), ("DestinationCidrBlock", TransitLab.Outside));
        Assert.False(await lab.ReachesAsync(outside, lab.NodeB.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task A_zone_without_an_attached_subnet_cannot_send_to_the_gateway()
    {
        await using var lab = await Networked.StartAsync();
        var (transit, outside) = await AttachOutsideAsync(lab);
        await lab.Api.DoAsync("ModifyTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId), ("RemoveSubnetIds.1", lab.NodeB.SubnetId));
        Assert.True(await lab.ReachesAsync(lab.NodeA, outside.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(lab.NodeB, outside.PrivateIpAddress));
        await lab.Api.DoAsync("ModifyTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId), ("AddSubnetIds.1", lab.NodeB.SubnetId));
        Assert.True(await lab.ReachesAsync(lab.NodeB, outside.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task An_attachment_without_a_table_sends_nowhere_and_one_that_is_gone_nothing()
    {
        await using var lab = await Networked.StartAsync();
        var (transit, outside) = await AttachOutsideAsync(lab);
        (string, string)[] both = [("TransitGatewayRouteTableId", transit.TableId), ("TransitGatewayAttachmentId", transit.OutsideId)];
        await lab.Api.DoAsync("DisassociateTransitGatewayRouteTable", both);
        Assert.False(await lab.ReachesAsync(outside, lab.NodeA.PrivateIpAddress));
        await lab.Api.DoAsync("AssociateTransitGatewayRouteTable", both);
        Assert.True(await lab.ReachesAsync(outside, lab.NodeA.PrivateIpAddress));
        await lab.Api.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.OutsideId));
        Assert.False(await lab.ReachesAsync(outside, lab.NodeA.PrivateIpAddress));
        await lab.Api.DoAsync("DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", transit.InsideId));
        await lab.Api.DoAsync("DeleteTransitGateway", ("TransitGatewayId", transit.GatewayId));
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task Security_groups_and_network_ACLs_apply_to_what_comes_from_outside()
    {
        await using var lab = await Networked.StartAsync();
        var (transit, outside) = await AttachOutsideAsync(lab);
        await lab.OfferAsync(lab.NodeA);
        await transit.RouteAsync($"{Networked.Overlay}/32", transit.InsideId);
        await lab.SetGroupsAsync(lab.NodeA, await lab.CreateGroupAsync("closed"));
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        Assert.True(await lab.ReachesAsync(lab.NodeA, outside.PrivateIpAddress));
        var open = await lab.CreateGroupAsync("open");
        await lab.AllowAsync(open, "icmp", -1, -1, TransitLab.Outside);
        await lab.SetGroupsAsync(lab.NodeA, open);
        Assert.True(await lab.ReachesAsync(outside, Networked.Overlay));

        // Into a subnet that is attached itself the gateway's packets come without meeting a rule; its answers meet both lists.
        var acl = await lab.CreateAclAsync();
        await lab.SetAclAsync(lab.NodeA, acl);
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        await lab.AddAclEntryAsync(acl, 100, isEgress: true, "-1", 0, 0, "0.0.0.0/0");
        Assert.False(await lab.ReachesAsync(outside, Networked.Overlay));
        await lab.AddAclEntryAsync(acl, 100, isEgress: false, "-1", 0, 0, $"{Networked.Overlay}/32");
        Assert.True(await lab.ReachesAsync(outside, Networked.Overlay));
    }

    [SkippableFact]
    public async Task Peering_carries_the_VPCs_addresses_and_no_overlay_address()
    {
        await using var lab = await Networked.StartAsync();
        var peer = await LaunchOutsideAsync(lab);
        await lab.OfferAsync(lab.NodeA);
        var pcx = (await lab.Api.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Api.Lab.VpcId!), ("PeerVpcId", peer.VpcId))).Text("vpcPeeringConnectionId")!;
        await lab.Api.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        foreach (var table in lab.Api.Lab.RouteTableIds)
        {
            await CreateRouteAsync(lab, table, TransitLab.Outside, pcx);
        }

        var main = await MainTableAsync(lab, peer.VpcId);
        await CreateRouteAsync(lab, main, "10.0.0.0/16", pcx);
        await CreateRouteAsync(lab, main, $"{Networked.Overlay}/32", pcx);
        Assert.True(await lab.ReachesAsync(peer, lab.NodeA.PrivateIpAddress));
        Assert.True(await lab.ReachesAsync(lab.NodeB, peer.PrivateIpAddress));
        Assert.False(await lab.ReachesAsync(peer, Networked.Overlay));
        await lab.SetAclAsync(lab.NodeA, await lab.CreateAclAsync());
        Assert.False(await lab.ReachesAsync(peer, lab.NodeA.PrivateIpAddress));
        await lab.SetAclAsync(lab.NodeA, await lab.DefaultAclAsync());
        Assert.True(await lab.ReachesAsync(peer, lab.NodeA.PrivateIpAddress));
        await lab.Api.DoAsync("DeleteVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        Assert.False(await lab.ReachesAsync(peer, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task IPv6_passes_where_the_attachments_say_so()
    {
        await using var lab = await Networked.StartAsync();
        Skip.IfNot(Directory.Exists("/proc/sys/net/ipv6"), "This kernel has no IPv6.");
        var (transit, outside) = await AttachOutsideAsync(lab);
        const string overlay = "fd00:2::1";
        foreach (var vpc in new[] { outside.VpcId, lab.Api.Lab.VpcId! })
        {
            await lab.Api.DoAsync("AssociateVpcCidrBlock", ("VpcId", vpc), ("AmazonProvidedIpv6CidrBlock", "true"));
        }

        await lab.OfferAsync(lab.NodeA);
        await lab.DoAsync(lab.NodeA, $"ip -6 address add {overlay}/128 dev eth0 nodad");
        var subnetTable = (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.NodeA.SubnetId))).Text("routeTableId")!;
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", subnetTable), ("DestinationIpv6CidrBlock", $"{overlay}/128"), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", subnetTable), ("DestinationIpv6CidrBlock", "fd00:99::/64"), ("TransitGatewayId", transit.GatewayId));
        var main = await MainTableAsync(lab, outside.VpcId);
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", main), ("DestinationIpv6CidrBlock", $"{overlay}/128"), ("TransitGatewayId", transit.GatewayId));
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", main), ("DestinationIpv6CidrBlock", "fd00:99::1/128"), ("NetworkInterfaceId", outside.NetworkInterfaceId));
        // The interfaces have no address of the VPCs' blocks: both ends are overlay addresses.
        await lab.SetCheckAsync(outside, false);
        await lab.DoAsync(outside, "ip -6 address add fd00:99::1/128 dev eth0 nodad");
        await lab.DoAsync(outside, "ip -6 route add ::/0 via fe80::1 dev eth0 src fd00:99::1");
        await lab.DoAsync(lab.NodeA, $"ip -6 route add ::/0 via fe80::1 dev eth0 src {overlay}");
        await transit.RouteAsync($"{overlay}/128", transit.InsideId);
        await transit.RouteAsync("fd00:99::/64", transit.OutsideId);
        Assert.False(await lab.ReachesAsync(outside, overlay, "-6"));
        foreach (var attachment in new[] { transit.InsideId, transit.OutsideId })
        {
            await lab.Api.DoAsync("ModifyTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", attachment), ("Options.Ipv6Support", "enable"));
        }

        Assert.True(await lab.ReachesAsync(outside, overlay, "-6"));
    }

    // Another VPC with an instance, attached, and with routes both ways.
    private static async Task<(TransitLab Transit, OverlayLabNode Outside)> AttachOutsideAsync(Networked lab)
    {
        var transit = await TransitLab.CreateAsync(lab.Api);
        var outside = await lab.LaunchAsync(transit.OutsideSubnetId, "outside");
        foreach (var table in lab.Api.Lab.RouteTableIds)
        {
            await lab.Api.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
        }

        var main = await MainTableAsync(lab, transit.OutsideVpcId);
        await lab.Api.DoAsync("CreateRoute", ("RouteTableId", main), ("DestinationCidrBlock", "10.0.0.0/8"), ("TransitGatewayId", transit.GatewayId));
        return (transit, outside);
    }

    private static async Task<OverlayLabNode> LaunchOutsideAsync(Networked lab)
    {
        var vpc = (await lab.Api.DoAsync("CreateVpc", ("CidrBlock", TransitLab.Outside))).Text("vpcId")!;
        var subnet = (await lab.Api.DoAsync("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "172.16.1.0/24"))).Text("subnetId")!;
        return await lab.LaunchAsync(subnet, "outside");
    }

    private static async Task<string> MainTableAsync(Networked lab, string vpc) =>
        (await lab.Api.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc))).Text("routeTableId")!;

    private static Task<Ec2Answer> CreateRouteAsync(Networked lab, string table, string destination, string pcx) =>
        lab.Api.DoAsync("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", destination), ("VpcPeeringConnectionId", pcx));
}
