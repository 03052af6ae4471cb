using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Tests;

/// <summary>The network that a state stands for, and the way from one to another: no kernel is asked.</summary>
public sealed class DesiredNetworkTests
{
    private static readonly DateTimeOffset Start = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NetworkNames Names = new("0a1b");

    private readonly LabState _state = DefaultVpc.Create(
        new LabAccount("123456789012", "eu-central-1", new IdSource(7), TimeProvider.System, TimeSpan.Zero) { IsNetworked = true }, Start);

    public static TheoryData<string, string, string> Effects => new()
    {
        // What is done to the lab, the route's destination, and what node-b's subnet does with it.
        { "", "10.2.0.1/32", "via 10.0.1.10 dev {a} onlink" },
        { "", "10.0.0.0/16", "throw " },
        { "", "0.0.0.0/0", "blackhole " },
        { "", "::/0", "blackhole " },
        { "", "fd00:2::1/128", "via fe80::2 dev {a}" },
        { "a:Stopping", "10.2.0.1/32", "via 10.0.1.10 dev {a} onlink" },
        { "a:Stopped", "10.2.0.1/32", "blackhole " },
        { "a:Pending", "10.2.0.1/32", "blackhole " },
        { "a:Terminated", "10.2.0.1/32", "blackhole " },
        { "a:detached", "10.2.0.1/32", "blackhole " },
        { "a:deleted", "10.2.0.1/32", "blackhole " },
        { "", "10.3.0.0/24", "via 10.0.1.10 dev {a} onlink" },
        { "", "10.3.1.7/32", "via 10.0.2.10 dev {b} onlink" },
        { "a:Stopped", "10.3.0.0/24", "blackhole " },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void A_route_sends_where_its_table_says(string done, string destination, string effect)
    {
        var state = Do(WithRoutes(), done);
        var network = DesiredNetwork.Of(state, Names);
        var router = Assert.Single(network.Routers).Value;
        var found = router.Routes[$"{destination} table {NetworkNames.Table(Node(state, "node-b").SubnetId)}"];
        Assert.Equal(
            effect.Replace("{a}", NetworkNames.RouterInterface(Eni("node-a").Id), StringComparison.Ordinal).Replace("{b}", NetworkNames.RouterInterface(Eni("node-b").Id), StringComparison.Ordinal),
            (found.Type + found.NextHop.TrimStart()));
    }

    [Fact]
    public void Subnets_without_a_table_of_their_own_follow_the_main_one()
    {
        var network = DesiredNetwork.Of(WithRoutes(), Names);
        var router = network.Routers.Values.Single();
        var clients = NetworkNames.Table(Node(_state, "client-a").SubnetId);
        Assert.False(router.Routes.ContainsKey($"10.2.0.1/32 table {clients}"));
        Assert.Equal(RouteEffect.Local, router.Routes[$"10.0.0.0/16 table {clients}"]);
    }

    [Fact]
    public void A_route_has_precedence_over_a_prefix_list_with_the_same_block()
    {
        var state = WithRoutes();
        var list = state.PrefixLists.Values.Single();
        state = state.With(list with { Entries = list.Entries.Add(new PrefixListEntry(CidrBlock.Parse("10.2.0.1/32"), null)) });
        var router = DesiredNetwork.Of(state, Names).Routers.Values.Single();
        Assert.Equal(NetworkNames.RouterInterface(Eni("node-a").Id), router.Routes[$"10.2.0.1/32 table {NetworkNames.Table(Node(state, "node-b").SubnetId)}"].Interface);
    }

    [Theory]
    [InlineData((int)InstanceState.Pending, false)]
    [InlineData((int)InstanceState.Running, true)]
    [InlineData((int)InstanceState.Stopping, true)]
    [InlineData((int)InstanceState.Stopped, false)]
    [InlineData((int)InstanceState.ShuttingDown, true)]
    [InlineData((int)InstanceState.Terminated, false)]
    public void An_instance_has_a_namespace_while_it_has_power(int state, bool has)
    {
        var changed = _state.With(Node(_state, "node-a") with { State = (InstanceState)state });
        var network = DesiredNetwork.Of(changed, Names);
        Assert.Equal(has, network.Nodes.ContainsKey(Node(_state, "node-a").Id));
        Assert.Equal(has, network.Links.ContainsKey(Eni("node-a").Id));
        Assert.Equal(3 - (has ? 0 : 1), network.Nodes.Count);
    }

    [Fact]
    public void Names_are_the_labs_own_and_fit_the_kernel()
    {
        var network = DesiredNetwork.Of(_state, Names);
        Assert.All(network.Nodes.Values, node => Assert.StartsWith("ovip-0a1b-i-", node.Namespace, StringComparison.Ordinal));
        Assert.All(network.Routers.Values, router => Assert.StartsWith("ovip-0a1b-vpc-", router.Namespace, StringComparison.Ordinal));
        Assert.All(network.Links.Values, link => Assert.Matches("^ovip[0-9a-f]{11}$", link.Interface));
        Assert.Equal(3, network.Links.Values.Select(link => link.Interface).Distinct().Count());
    }

    [Fact]
    public void The_same_state_needs_no_change() => Assert.Equal(0, Commands(_state, _state));

    [Fact]
    public void A_replaced_route_is_one_command_and_no_firewall_transaction()
    {
        var before = WithRoutes();
        var table = before.RouteTables.Values.Single(table => table.Name == "lab-node-b");
        var after = before.With(table with { Routes = [.. table.Routes.Select(route => route.Destination == "10.2.0.1/32" ? route with { NetworkInterfaceId = Eni("node-b").Id } : route)] });
        var change = Assert.Single(Between(before, after).Routers);
        Assert.Equal(("", ""), (change.Firewall, change.Commands6));
        Assert.Equal(
            $"route replace 10.2.0.1/32 via 10.0.2.10 dev {NetworkNames.RouterInterface(Eni("node-b").Id)} onlink table {NetworkNames.Table(Node(before, "node-b").SubnetId)}\n",
            change.Commands);
    }

    [Fact]
    public void The_check_is_one_set_and_no_route()
    {
        var after = _state.With(Eni("node-a") with { SourceDestCheck = false });
        var change = Assert.Single(Between(_state, after).Routers);
        Assert.Equal("", change.Commands);
        Assert.Equal(4, change.Firewall.TrimEnd().Split('\n').Length);
        Assert.Contains("flush set inet ovip checked", change.Firewall, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_that_nobody_saw_is_a_new_boot_all_the_same()
    {
        var after = _state.With(Node(_state, "node-a") with { LaunchTime = Start.AddSeconds(1) });
        var change = Between(_state, after);
        Assert.Equal((1, 1), (change.RemovedNodes.Length, change.AddedNodes.Length));
        Assert.Equal((1, 1), (change.RemovedLinks.Length, change.AddedLinks.Length));
        // The kernel has dropped the address's route with the link.
        Assert.Contains("route replace 10.0.1.10/32 ", Assert.Single(change.Routers).Commands, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopping_instance_is_asked_to_end_once()
    {
        var stopping = _state.With(Node(_state, "node-a") with { State = InstanceState.Stopping });
        Assert.Single(Between(_state, stopping).ShuttingDown);
        Assert.Empty(Between(stopping, stopping).ShuttingDown);
    }

    [Theory]
    [InlineData("tcp", 22, 22, "10.9.0.0/16", "ip saddr { 10.9.0.0/16 } tcp dport 22")]
    [InlineData("tcp", 8000, 8010, "10.9.0.1/32", "ip saddr { 10.9.0.1/32 } tcp dport 8000-8010")]
    [InlineData("udp", 0, 65535, "fd00::/8", "ip6 saddr { fd00::/8 } meta l4proto udp")]
    [InlineData("-1", -1, -1, "0.0.0.0/0", "meta nfproto ipv4")]
    [InlineData("-1", -1, -1, "::/0", "meta nfproto ipv6")]
    [InlineData("icmp", 8, -1, "0.0.0.0/0", "meta nfproto ipv4 meta l4proto icmp icmp type 8")]
    [InlineData("icmpv6", 128, 0, "::/0", "meta nfproto ipv6 meta l4proto ipv6-icmp icmpv6 type 128 icmpv6 code 0")]
    [InlineData("112", -1, -1, "10.0.1.10/32", "ip saddr { 10.0.1.10/32 } meta l4proto 112")]
    [InlineData("tcp", 80, 80, "{group}", "ip saddr { 10.0.1.10, 10.0.2.10, 10.0.11.10 } tcp dport 80")]
    [InlineData("tcp", 80, 80, "{list}", "ip saddr { 10.3.0.0/24 } tcp dport 80")]
    public void A_security_group_rule_is_a_match(string protocol, int from, int to, string peer, string match)
    {
        var state = WithRoutes();
        peer = peer.Replace("{group}", Eni("node-a").GroupIds[0], StringComparison.Ordinal).Replace("{list}", state.PrefixLists.Keys.Single(), StringComparison.Ordinal);
        var found = Assert.Single(SecurityGroupMatch.Of(state, new SecurityGroupRule("sgr-1", IsEgress: false, protocol, from, to, peer), "saddr"));
        Assert.Equal(Sorted(match), Sorted(found));
    }

    [Theory]
    [InlineData("-1", null, "10.9.0.0/16", true, "ip daddr 10.9.0.0/16")]
    [InlineData("-1", null, "0.0.0.0/0", false, "meta nfproto ipv4")]
    [InlineData("-1", null, "::/0", false, "meta nfproto ipv6")]
    [InlineData("6", "443-443", "10.9.0.0/16", false, "ip saddr 10.9.0.0/16 tcp dport 443")]
    [InlineData("17", "1024-65535", "fd00::/8", true, "ip6 daddr fd00::/8 udp dport 1024-65535")]
    [InlineData("6", "0-65535", "0.0.0.0/0", true, "meta nfproto ipv4 meta l4proto tcp")]
    [InlineData("1", "8,-1", "10.9.0.0/16", false, "ip saddr 10.9.0.0/16 meta l4proto icmp icmp type 8")]
    [InlineData("1", "3,4", "10.9.0.0/16", false, "ip saddr 10.9.0.0/16 meta l4proto icmp icmp type 3 icmp code 4")]
    [InlineData("58", "-1,-1", "::/0", false, "meta nfproto ipv6 meta l4proto ipv6-icmp")]
    [InlineData("112", null, "10.0.2.0/24", false, "ip saddr 10.0.2.0/24 meta l4proto 112")]
    public void A_network_ACL_rule_is_a_match(string protocol, string? detail, string block, bool isEgress, string match)
    {
        var ports = protocol is "6" or "17" && detail?.Split('-') is [var from, var to] ? new PortRange(int.Parse(from), int.Parse(to)) : null;
        var icmp = detail?.Split(',') is [var type, var code] ? new IcmpTypeCode(int.Parse(type), int.Parse(code)) : null;
        Assert.Equal(match, NetworkAclMatch.Of(new NetworkAclEntry(100, isEgress, int.Parse(protocol), IsAllow: true, CidrBlock.Parse(block), ports, icmp)));
    }

    [Fact]
    public void A_new_ACL_rule_changes_its_own_chain_and_nothing_else()
    {
        var acl = _state.NetworkAcls.Values.Single();
        var after = _state.With(acl with { Entries = acl.Entries.Insert(0, new NetworkAclEntry(50, IsEgress: false, -1, IsAllow: false, CidrBlock.Parse("10.9.0.0/16"))) });
        var change = Assert.Single(Between(_state, after).Routers);
        Assert.Equal("", change.Commands);
        Assert.All(change.Firewall.TrimEnd().Split('\n').Skip(1), line => Assert.Contains($" {NetworkNames.Symbol(acl.Id)}_in", line, StringComparison.Ordinal));
    }

    // What is done to the attachment of the lab's VPC, the destination, and the interface by which the gateway's table sends what comes
    // from the other VPC, in zone b: that of node-b's subnet (zone b), that of node-a's (zone a), the other VPC's own, or none.
    [Theory]
    [InlineData("", "10.0.0.0/16", "b")]
    [InlineData("", "10.2.0.1/32", "b")]
    [InlineData("one zone", "10.2.0.1/32", "a")]
    [InlineData("", "10.3.0.0/16", "none")]
    [InlineData("", "172.16.0.0/16", "outside")]
    [InlineData("", "0.0.0.0/0", "none")]
    [InlineData("deleted", "10.2.0.1/32", "none")]
    public void A_gateways_table_sends_to_the_zone_that_packets_come_from(string done, string destination, string by)
    {
        var state = WithTransit();
        var (inside, outside) = (state.TransitGatewayAttachments["tgw-attach-00000000000000001"], state.TransitGatewayAttachments["tgw-attach-00000000000000002"]);
        state = done switch
        {
            "one zone" => state.With(inside with { SubnetIds = inside.SubnetIds[..1] }),
            "deleted" => state.With(inside with { DeletedAt = Start }),
            _ => state,
        };
        var router = DesiredNetwork.Of(state, Names).Routers["tgw-00000000000000001"];
        var effect = router.Routes[$"{destination} table {NetworkNames.TransitTable("tgw-rtb-00000000000000001", "eu-central-1b")}"];
        var expected = by switch
        {
            "a" => NetworkNames.AttachmentInterface(inside.Id, inside.SubnetIds[0]),
            "b" => NetworkNames.AttachmentInterface(inside.Id, inside.SubnetIds[1]),
            "outside" => NetworkNames.AttachmentInterface(outside.Id, outside.SubnetIds[0]),
            _ => null,
        };
        Assert.Equal((expected is null, expected), (effect == RouteEffect.Blackhole, effect.Interface));
    }

    [Fact]
    public void The_router_with_the_lower_id_makes_the_pair_and_each_end_is_in_its_subnets_table()
    {
        var network = DesiredNetwork.Of(WithTransit(), Names);
        var gateway = network.Routers["tgw-00000000000000001"];
        Assert.Equal((3, true), (gateway.Links.Count, gateway.Links.Values.All(link => link.IsMaker)));
        var vpc = network.Routers[Node(_state, "node-a").VpcId];
        Assert.Equal((2, false), (vpc.Links.Count, vpc.Links.Values.Any(link => link.IsMaker)));
        Assert.Equal(
            vpc.Links.Values.Select(link => RouterSpace.Rule(link.Interface, NetworkNames.Table(link.SubnetId!))).Order(StringComparer.Ordinal),
            vpc.Rules.Order(StringComparer.Ordinal));
        Assert.Equal(3, network.Routers.Values.SelectMany(router => router.Links.Keys).Distinct().Count());
        Assert.All(gateway.Links.Keys, name => Assert.Matches("^ovip[0-9a-f]{11}$", name));
    }

    [Fact]
    public void A_link_that_is_gone_is_deleted_once_and_not_when_a_whole_router_goes()
    {
        var before = WithTransit();
        var outside = before.TransitGatewayAttachments["tgw-attach-00000000000000002"];
        var after = before.With(outside with { DeletedAt = Start });
        Assert.Single(Deletions(before, after));
        Assert.Empty(Deletions(before, after with { Vpcs = after.Vpcs.Remove(outside.VpcId) }));

        static string[] Deletions(LabState from, LabState to) =>
            Between(from, to).Routers.SelectMany(router => router.Commands.Split('\n')).Where(line => line.StartsWith("link delete", StringComparison.Ordinal)).ToArray();
    }

    [Fact]
    public void A_peering_connection_brings_packets_for_the_VPCs_own_blocks_alone()
    {
        var state = WithTransit();
        var (own, other) = (Node(_state, "node-a").VpcId, state.TransitGatewayAttachments["tgw-attach-00000000000000002"].VpcId);
        var peering = new VpcPeeringResource
        {
            Id = "pcx-00000000000000001", RequesterVpcId = own, AccepterVpcId = other, AccepterAccountId = "123456789012", AccepterRegion = "eu-central-1",
            Status = VpcPeeringStatus.Active, ExpirationTime = Start,
        };
        var router = DesiredNetwork.Of(state.With(peering), Names).Routers[own];
        var table = NetworkNames.PeeringTable(peering.Id);
        Assert.Equal(
            [$"0.0.0.0/0 table {table}", $"10.0.0.0/16 table {table}", $"::/0 table {table}"],
            router.Routes.Where(route => route.Key.EndsWith($" {table}", StringComparison.Ordinal)).Select(route => route.Key));
        Assert.Equal((RouteEffect.Local, RouteEffect.Blackhole), (router.Routes[$"10.0.0.0/16 table {table}"], router.Routes[$"0.0.0.0/0 table {table}"]));
        Assert.DoesNotContain(DesiredNetwork.Of(state.With(peering with { Status = VpcPeeringStatus.Deleted }), Names).Routers[own].Links.Keys, name => name == NetworkNames.PeeringInterface(peering.Id));
    }

    [Fact]
    public void A_group_nobody_is_in_lets_nobody_in()
    {
        var vpc = _state.Vpcs.Values.Single();
        Assert.Empty(SecurityGroupMatch.Of(_state, new SecurityGroupRule("sgr-1", IsEgress: false, "-1", -1, -1, vpc.DefaultSecurityGroupId), "saddr"));
    }

    [Theory]
    [InlineData(false, true, null, "this is not Linux", OverlayErrorKind.OperatingSystem)]
    [InlineData(true, false, null, "needs root", OverlayErrorKind.PermissionDenied)]
    [InlineData(true, true, "ip", "the package iproute2 is not installed", OverlayErrorKind.OperatingSystem)]
    [InlineData(true, true, "nft", "the package nftables is not installed", OverlayErrorKind.OperatingSystem)]
    public void Where_there_can_be_no_network_one_sentence_says_why(bool isLinux, bool isRoot, string? lacking, string reason, OverlayErrorKind kind)
    {
        var failure = Assert.Throws<OverlayIpException>(() => NetworkTools.Require(isLinux, isRoot, program => program == lacking ? null : $"/usr/sbin/{program}"));
        Assert.Equal(("LabNetworkNotPossible", kind), (failure.ErrorId, failure.Kind));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains("everything but packets and instance metadata", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_propagation_delay_needs_a_network(int seconds) => Assert.Equal(
        "LabOptionInvalid",
        (await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { PropagationDelay = TimeSpan.FromSeconds(seconds) }, CancellationToken.None))).ErrorId);

    private static string Sorted(string match) => string.Concat(match.Order());

    private static NetworkChange Between(LabState before, LabState after) =>
        NetworkChange.Between(DesiredNetwork.Of(before, Names), DesiredNetwork.Of(after, Names));

    private static int Commands(LabState before, LabState after)
    {
        var change = Between(before, after);
        return change.Routers.Length + change.AddedLinks.Length + change.RemovedLinks.Length + change.AddedNodes.Length + change.RemovedNodes.Length;
    }

    private static InstanceResource Node(LabState state, string name) => state.Instances.Values.Single(instance => instance.Name == name);

    private NetworkInterfaceResource Eni(string node) => _state.InterfacesOf(Node(_state, node).Id)[0];

    // node-b's table: the overlay address and an IPv6 one to node-a, a prefix list to node-a with an exception to node-b.
    private LabState WithRoutes()
    {
        var list = new PrefixListResource
        {
            Id = "pl-0123456789abcdef0",
            PrefixListName = "overlay",
            IsIpv6 = false,
            MaxEntries = 5,
            Entries = [new PrefixListEntry(CidrBlock.Parse("10.3.0.0/24"), null)],
        };
        var table = _state.RouteTables.Values.Single(table => table.Name == "lab-node-b");
        return _state.With(list).With(table with
        {
            Routes =
            [
                .. table.Routes,
                new RouteEntry("10.2.0.1/32", Eni("node-a").Id, IsVpcOwn: false),
                new RouteEntry("fd00:2::1/128", Eni("node-a").Id, IsVpcOwn: false),
                new RouteEntry("10.3.1.7/32", Eni("node-b").Id, IsVpcOwn: false),
                new RouteEntry(list.Id, Eni("node-a").Id, IsVpcOwn: false),
            ],
        });
    }

    // The lab's VPC with two attached subnets, another VPC with one, and a gateway with routes between them.
    private LabState WithTransit()
    {
        var vpc = new VpcResource { Id = "vpc-00000000000000001", Cidrs = [new VpcCidr("vpc-cidr-assoc-1", CidrBlock.Parse("172.16.0.0/16"))], DefaultSecurityGroupId = "sg-1", DhcpOptionsId = "dopt-1" };
        var subnet = new SubnetResource { Id = "subnet-00000000000000001", VpcId = vpc.Id, Cidr = CidrBlock.Parse("172.16.1.0/24"), Zone = "eu-central-1b" };
        var main = new RouteTableResource { Id = "rtb-00000000000000001", VpcId = vpc.Id, Associations = [new RouteTableAssociation("rtbassoc-1", null)] };
        var table = new TransitGatewayRouteTableResource
        {
            Id = "tgw-rtb-00000000000000001",
            TransitGatewayId = "tgw-00000000000000001",
            CreationTime = Start,
            StaticRoutes =
            [
                new TransitGatewayStaticRoute(CidrBlock.Parse("10.2.0.1/32"), "tgw-attach-00000000000000001"),
                new TransitGatewayStaticRoute(CidrBlock.Parse("10.3.0.0/16"), null),
            ],
            PropagatingAttachmentIds = ["tgw-attach-00000000000000001", "tgw-attach-00000000000000002"],
        };
        var gateway = new TransitGatewayResource
        {
            Id = table.TransitGatewayId, CreationTime = Start, Options = new TransitGatewayOptions { AmazonSideAsn = 64512, AssociationTableId = table.Id, PropagationTableId = table.Id },
        };
        TransitGatewayAttachmentResource Attachment(int number, string vpcId, params string[] subnets) => new()
        {
            Id = $"tgw-attach-0000000000000000{number}", TransitGatewayId = gateway.Id, VpcId = vpcId, SubnetIds = [.. subnets], CreationTime = Start, AssociatedTableId = table.Id,
        };
        return _state.With(vpc).With(VpcNetworkAcls.Default(vpc)).With(subnet).With(main).With(table).With(gateway)
            .With(Attachment(1, Node(_state, "node-a").VpcId, Node(_state, "node-a").SubnetId, Node(_state, "node-b").SubnetId))
            .With(Attachment(2, vpc.Id, subnet.Id));
    }

    private LabState Do(LabState state, string done) => done switch
    {
        "" => state,
        "a:detached" => state.With(Eni("node-a") with { Attachment = null }),
        "a:deleted" => state with { NetworkInterfaces = state.NetworkInterfaces.Remove(Eni("node-a").Id) },
        _ => state.With(Node(state, "node-a") with { State = Enum.Parse<InstanceState>(done["a:".Length..]) }),
    };
}
