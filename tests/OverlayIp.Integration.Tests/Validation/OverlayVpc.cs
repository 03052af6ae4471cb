using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Packets;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>
/// A VPC of a lab in which an overlay address works, to be broken: two nodes that may both have it, a client in a subnet of its own, route tables
/// for each, security groups and network ACLs that let TCP port 7 through.
/// </summary>
internal sealed class OverlayVpc
{
    public const int Port = 7;

    /// <summary>How long the lab may take to show what it has been told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private OverlayVpc(LabClient lab, bool isIpv6)
    {
        Lab = lab;
        IsIpv6 = isIpv6;
        Address = isIpv6 ? "fd00:2::1" : "10.2.0.1";
    }

    public LabClient Lab { get; }

    public bool IsIpv6 { get; }

    /// <summary>The ids of what a fault has made, by what it calls them.</summary>
    public Dictionary<string, string> Made { get; } = new(StringComparer.Ordinal);

    /// <summary>The overlay address.</summary>
    public string Address { get; }

    public string Destination => IsIpv6 ? $"{Address}/128" : $"{Address}/32";

    public required string VpcId { get; init; }

    public required OverlayLabNode A { get; init; }

    public required OverlayLabNode B { get; init; }

    public required OverlayLabNode Client { get; init; }

    /// <summary>The main route table, which the clients' subnet uses for want of one of its own.</summary>
    public required string Main { get; init; }

    public required string TableA { get; init; }

    public required string TableB { get; init; }

    public IEnumerable<string> Tables => [Main, TableA, TableB];

    public required string NodesGroup { get; init; }

    public required string ClientsGroup { get; init; }

    public string ClientBlock => IsIpv6 ? Ipv6BlockOf(3) : "10.0.11.0/24";

    public string BlockOfB => IsIpv6 ? Ipv6BlockOf(2) : "10.0.2.0/24";

    public string VpcBlock => IsIpv6 ? Ipv6Block : "10.0.0.0/16";

    public string Everywhere => IsIpv6 ? "::/0" : "0.0.0.0/0";

    private string Ipv6Block { get; init; } = "";

    /// <summary>Builds one in a running lab: the default VPC for IPv4, one of its own for IPv6.</summary>
    public static async Task<OverlayVpc> BuildAsync(LabClient lab, bool isIpv6 = false)
    {
        var vpc = isIpv6 ? await BuildIpv6Async(lab) : await BuildIpv4Async(lab);
        foreach (var node in new[] { vpc.A, vpc.B })
        {
            await vpc.SetCheckAsync(node, false);
            await vpc.SetGroupsAsync(node, vpc.NodesGroup);
        }

        await vpc.SetGroupsAsync(vpc.Client, vpc.ClientsGroup);
        await vpc.AllowInAsync(vpc.NodesGroup, "tcp", Port, Port, vpc.VpcBlock);
        foreach (var table in vpc.Tables)
        {
            await vpc.RouteAsync(table, vpc.A.NetworkInterfaceId);
        }

        return vpc;
    }

    /// <summary>What everybody asks of it who wants to know whether the address works.</summary>
    public ValidationRequest Request() => new()
    {
        Destinations = [RouteDestination.Parse(Address)],
        VpcId = VpcId,
        Candidates = [RouteTarget.Instance(A.InstanceId), RouteTarget.Instance(B.InstanceId)],
        Traffic = new OverlayTraffic { Ports = [new OverlayPortRange(Port, Port)] },
    };

    public ConnectionSettings Settings => LabSettings.Of(Lab.Lab);

    public Task<Ec2Answer> DoAsync(string action, params (string Name, string Value)[] parameters) => Lab.DoAsync(action, parameters);

    // Routes.
    public Task RouteAsync(string table, string networkInterfaceId, string? destination = null) =>
        DoAsync("CreateRoute", ("RouteTableId", table), Field(destination ?? Destination), ("NetworkInterfaceId", networkInterfaceId));

    public Task RouteToGatewayAsync(string table, string gatewayId, string destination) =>
        DoAsync("CreateRoute", ("RouteTableId", table), Field(destination), ("GatewayId", gatewayId));

    public Task MoveAsync(string table, string networkInterfaceId) =>
        DoAsync("ReplaceRoute", ("RouteTableId", table), Field(Destination), ("NetworkInterfaceId", networkInterfaceId));

    public Task UnrouteAsync(string table) => DoAsync("DeleteRoute", ("RouteTableId", table), Field(Destination));

    public async Task<string> CreateTableAsync() => (await DoAsync("CreateRouteTable", ("VpcId", VpcId))).Text("routeTableId")!;

    /// <summary>An internet gateway, made and attached when it is first asked for.</summary>
    public async Task<string> GatewayAsync()
    {
        if (!Made.TryGetValue("gateway", out var id))
        {
            Made["gateway"] = id = (await DoAsync("CreateInternetGateway")).Text("internetGatewayId")!;
            await DoAsync("AttachInternetGateway", ("InternetGatewayId", id), ("VpcId", VpcId));
        }

        return id;
    }

    public async Task<string> PrefixListAsync(int maxEntries, params string[] blocks) => (await DoAsync(
        "CreateManagedPrefixList",
        [
            ("PrefixListName", $"list-{maxEntries}-{blocks.Length}"), ("AddressFamily", "IPv4"), ("MaxEntries", $"{maxEntries}"),
            .. blocks.Select((block, index) => ($"Entry.{index + 1}.Cidr", block)),
        ])).Text("prefixListId")!;

    // Nodes.
    public Task SetCheckAsync(OverlayLabNode node, bool enabled) => DoAsync(
        "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", node.NetworkInterfaceId), ("SourceDestCheck.Value", enabled ? "true" : "false"));

    public Task SetGroupsAsync(OverlayLabNode node, params string[] groups) => DoAsync(
        "ModifyNetworkInterfaceAttribute",
        [("NetworkInterfaceId", node.NetworkInterfaceId), .. groups.Select((group, index) => ($"SecurityGroupId.{index + 1}", group))]);

    public async Task StopAsync(OverlayLabNode node)
    {
        await DoAsync("StopInstances", ("InstanceId.1", node.InstanceId));
        await UntilAsync(node.InstanceId, "stopped");
    }

    public async Task TerminateAsync(OverlayLabNode node)
    {
        await DoAsync("TerminateInstances", ("InstanceId.1", node.InstanceId));
        await UntilAsync(node.InstanceId, "terminated");
    }

    public Task UntilAsync(string instanceId, string state) => UntilAsync(Lab, instanceId, state);

    /// <summary>A further network interface beside a node's own, its check off.</summary>
    public async Task<string> CreateInterfaceAsync(OverlayLabNode beside)
    {
        var id = (await DoAsync("CreateNetworkInterface", ("SubnetId", beside.SubnetId), ("SecurityGroupId.1", NodesGroup))).Text("networkInterfaceId")!;
        await DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", id), ("SourceDestCheck.Value", "false"));
        return id;
    }

    public async Task<string> AttachAsync(string networkInterfaceId, OverlayLabNode node) =>
        (await DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", networkInterfaceId), ("InstanceId", node.InstanceId), ("DeviceIndex", "1"))).Text("attachmentId")!;

    // Security groups.
    public async Task<string> CreateGroupAsync(string name) =>
        (await DoAsync("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", "A test's"), ("VpcId", VpcId))).Text("groupId")!;

    public Task AllowInAsync(string group, string protocol, int from, int to, string peer) => DoAsync("AuthorizeSecurityGroupIngress", Permission(group, protocol, from, to, peer));

    public Task RevokeInAsync(string group, string protocol, int from, int to, string peer) => DoAsync("RevokeSecurityGroupIngress", Permission(group, protocol, from, to, peer));

    public Task AllowOutAsync(string group, string protocol, int from, int to, string peer) => DoAsync("AuthorizeSecurityGroupEgress", Permission(group, protocol, from, to, peer));

    /// <summary>Takes away the rule that lets everything out, which every new group has.</summary>
    public async Task RevokeOutAsync(string group)
    {
        await DoAsync("RevokeSecurityGroupEgress", Permission(group, "-1", -1, -1, "0.0.0.0/0"));
        if ((await DoAsync("DescribeSecurityGroups", ("GroupId.1", group))).Texts("cidrIpv6").Contains("::/0"))
        {
            await DoAsync("RevokeSecurityGroupEgress", Permission(group, "-1", -1, -1, "::/0"));
        }
    }

    // Network ACLs.
    public async Task<string> AclOfAsync(string subnetId) => (await DoAsync(
        "DescribeNetworkAcls", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", subnetId))).Text("networkAclId")!;

    /// <summary>Gives a subnet an ACL of its own, which denies everything.</summary>
    public async Task<string> GiveAclAsync(string subnetId)
    {
        var present = await DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", subnetId));
        var association = present.Items("associationSet").Single(a => a.Child("subnetId") == subnetId).Child("networkAclAssociationId")!;
        var acl = (await DoAsync("CreateNetworkAcl", ("VpcId", VpcId))).Text("networkAclId")!;
        await DoAsync("ReplaceNetworkAclAssociation", ("AssociationId", association), ("NetworkAclId", acl));
        return acl;
    }

    /// <summary>Adds an entry: <c>-1</c>, or <c>6</c> with ports.</summary>
    public Task AclEntryAsync(string acl, int number, bool egress, string action, string block, (int From, int To)? ports = null) => DoAsync(
        "CreateNetworkAclEntry",
        [
            ("NetworkAclId", acl), ("RuleNumber", $"{number}"), ("Egress", egress ? "true" : "false"), ("RuleAction", action),
            block.Contains(':', StringComparison.Ordinal) ? ("Ipv6CidrBlock", block) : ("CidrBlock", block),
            ("Protocol", ports is null ? "-1" : "6"),
            .. ports is { } range ? new[] { ("PortRange.From", $"{range.From}"), ("PortRange.To", $"{range.To}") } : [],
        ]);

    private static async Task<OverlayVpc> BuildIpv4Async(LabClient lab)
    {
        var vpcId = lab.Lab.VpcId!;
        var clients = (await lab.DoAsync("DescribeSubnets", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "clients-a"))).Text("subnetId")!;
        return new OverlayVpc(lab, isIpv6: false)
        {
            VpcId = vpcId,
            A = lab.NodeA,
            B = lab.NodeB,
            Client = lab.Lab.Clients.Count > 0 ? lab.Lab.Clients[0] : await LaunchAsync(lab, clients, "client-a"),
            Main = lab.Lab.RouteTableIds[0],
            TableA = lab.Lab.RouteTableIds[1],
            TableB = lab.Lab.RouteTableIds[2],
            NodesGroup = await GroupAsync(lab, vpcId, "nodes"),
            ClientsGroup = await GroupAsync(lab, vpcId, "clients"),
        };
    }

    private static async Task<OverlayVpc> BuildIpv6Async(LabClient lab)
    {
        var vpcId = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true"))).Text("vpcId")!;
        var block = (await lab.DoAsync("DescribeVpcs", ("VpcId.1", vpcId))).Text("ipv6CidrBlock")!;
        var main = (await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpcId))).Text("routeTableId")!;
        var nodes = new List<OverlayLabNode>();
        var tables = new List<string>();
        foreach (var (number, name) in new[] { (1, "six-a"), (2, "six-b"), (3, "six-client") })
        {
            var subnet = (await lab.DoAsync(
                "CreateSubnet", ("VpcId", vpcId), ("CidrBlock", $"10.9.{number}.0/24"), ("Ipv6CidrBlock", Ipv6BlockOf(block, number)))).Text("subnetId")!;
            nodes.Add(await LaunchAsync(lab, subnet, name, ("Ipv6AddressCount", "1")));
            if (number < 3)
            {
                tables.Add((await lab.DoAsync("CreateRouteTable", ("VpcId", vpcId))).Text("routeTableId")!);
                await lab.DoAsync("AssociateRouteTable", ("RouteTableId", tables[^1]), ("SubnetId", subnet));
            }
        }

        return new OverlayVpc(lab, isIpv6: true)
        {
            VpcId = vpcId,
            A = nodes[0],
            B = nodes[1],
            Client = nodes[2],
            Main = main,
            TableA = tables[0],
            TableB = tables[1],
            NodesGroup = await GroupAsync(lab, vpcId, "nodes"),
            ClientsGroup = await GroupAsync(lab, vpcId, "clients"),
            Ipv6Block = block,
        };
    }

    private static async Task<string> GroupAsync(LabClient lab, string vpcId, string name) =>
        (await lab.DoAsync("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", "A test's"), ("VpcId", vpcId))).Text("groupId")!;

    private static async Task<OverlayLabNode> LaunchAsync(LabClient lab, string subnetId, string name, params (string Name, string Value)[] more)
    {
        var answer = await lab.DoAsync(
            "RunInstances",
            [
                ("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnetId),
                ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", name), .. more,
            ]);
        var node = new OverlayLabNode
        {
            Name = name,
            InstanceId = answer.Text("instanceId")!,
            NetworkInterfaceId = answer.Text("networkInterfaceId")!,
            PrivateIpAddress = answer.Text("privateIpAddress")!,
            SubnetId = subnetId,
            AvailabilityZone = answer.Text("availabilityZone")!,
            VpcId = answer.Text("vpcId")!,
            State = "running",
        };
        await UntilAsync(lab, node.InstanceId, "running");
        return node;
    }

    private static Task UntilAsync(LabClient lab, string instanceId, string state) => Until.TrueAsync(
        async () => (await lab.DoAsync("DescribeInstances", ("InstanceId.1", instanceId))).Items("reservationSet").Single().Descendants()
            .Any(e => e.Name.LocalName == "instanceState" && e.Child("name") == state),
        Patience, () => $"{instanceId} did not become {state}.");

    private static (string Name, string Value)[] Permission(string group, string protocol, int from, int to, string peer) =>
    [
        ("GroupId", group), ("IpPermissions.1.IpProtocol", protocol), ("IpPermissions.1.FromPort", $"{from}"), ("IpPermissions.1.ToPort", $"{to}"),
        peer switch
        {
            ['s', 'g', '-', ..] => ("IpPermissions.1.Groups.1.GroupId", peer),
            ['p', 'l', '-', ..] => ("IpPermissions.1.PrefixListIds.1.PrefixListId", peer),
            _ when peer.Contains(':', StringComparison.Ordinal) => ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", peer),
            _ => ("IpPermissions.1.IpRanges.1.CidrIp", peer),
        },
    ];

    private static (string Name, string Value) Field(string destination) => destination switch
    {
        ['p', 'l', '-', ..] => ("DestinationPrefixListId", destination),
        _ when destination.Contains(':', StringComparison.Ordinal) => ("DestinationIpv6CidrBlock", destination),
        _ => ("DestinationCidrBlock", destination),
    };

    private string Ipv6BlockOf(int number) => Ipv6BlockOf(Ipv6Block, number);

    // The /64 with this number in a VPC's /56.
    private static string Ipv6BlockOf(string block, int number)
    {
        var bytes = CidrBlock.Parse(block).Address.GetAddressBytes();
        bytes[7] |= (byte)number;
        return $"{new System.Net.IPAddress(bytes)}/64";
    }
}
