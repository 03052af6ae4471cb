using System.Text.Json.Nodes;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class PersistenceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("overlayip-lab-").FullName;

    private string FilePath => Path.Combine(_directory, "lab.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_saved_lab_starts_again_as_it_was()
    {
        string saved;
        var clock = new ManualClock();
        await using (var lab = await LabClient.StartAsync(new() { Region = "eu-west-1", AccountId = "210987654321", Clock = clock }))
        {
            await TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.2.0.1/32", lab.NodeA.NetworkInterfaceId);
            await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("SourceDestCheck.Value", "false"));
            await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeB.InstanceId));
            await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("AmazonProvidedIpv6CidrBlock", "true"));
            await lab.DoAsync("CreateManagedPrefixList", ("PrefixListName", "p"), ("MaxEntries", "3"), ("AddressFamily", "IPv4"), ("Entry.1.Cidr", "10.3.0.0/24"));
            await BuildSurroundingsAsync(lab);
            clock.Advance(TimeSpan.FromSeconds(1));
            await lab.Server.SaveAsync(FilePath, CancellationToken.None);
            saved = await SnapshotAsync(lab);
        }

        await using var again = await LabClient.StartAsync(new() { StatePath = FilePath, Clock = clock });
        Assert.Equal(saved, await SnapshotAsync(again));
        Assert.Equal(("eu-west-1", "210987654321"), (again.Lab.Region, again.Lab.AccountId));
        Assert.Equal(["running", "stopped"], again.Lab.Nodes.Select(node => node.State));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }

        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task An_instance_that_was_saved_in_transition_gets_where_it_was_going()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeB.InstanceId));
        await lab.Server.SaveAsync(FilePath, CancellationToken.None);
        await using var again = await LabClient.StartAsync(new() { StatePath = FilePath, Clock = clock });
        Assert.Equal("stopping", again.Lab.Nodes[1].State);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("stopped", again.Server.Describe().Nodes[1].State);
    }

    [Fact]
    public async Task Saving_replaces_the_file_and_says_when_it_cannot()
    {
        await using var lab = await LabClient.StartAsync();
        await File.WriteAllTextAsync(FilePath, "old");
        await lab.Server.SaveAsync(FilePath, CancellationToken.None);
        Assert.StartsWith("{", await File.ReadAllTextAsync(FilePath));
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => lab.Server.SaveAsync(Path.Combine(_directory, "none", "lab.json"), CancellationToken.None));
        Assert.Equal(("LabStateNotSaved", OverlayErrorKind.OperatingSystem), (error.ErrorId, error.Kind));
    }

    public static TheoryData<string, string> Breakages => new()
    {
        { "not json", "invalid" },
        { "[]", "formatVersion is missing" },
        { "{}", "formatVersion is missing" },
        { """{"formatVersion": 99}""", "it has format version 99, and this is written for 1 to 3" },
        { """{"formatVersion": 1}""", "missing required properties" },
        { "vpcs[0].cidrs[0].block=\"10.0.0.0/99\"", "'10.0.0.0/99' is not a CIDR block" },
        { "vpcs[0].cidrs=[]", "a VPC has no CIDR block" },
        { "vpcs=null", "$.vpcs is null" },
        { "subnets[1].vpcId=null", "$.subnets[1].vpcId is null" },
        { "subnets[0].vpcId=\"vpc-1\"", "a subnet is in a VPC that is not in the file" },
        { "networkInterfaces[0].attachment.instanceId=\"i-1\"", "attached to an instance that is not in the file" },
        { "networkInterfaces[0].sourceDestCheck=-", "sourceDestCheck" },
        { "subnets[0].networkAcl={\"id\":\"aclassoc-1\",\"networkAclId\":\"acl-1\"}", "a subnet is associated with a network ACL that is not in the file" },
        { "networkAcls=[]", "a VPC has not exactly one default network ACL" },
        { "routeTables=[]", "a VPC has not exactly one main route table" },
        { "instances[0].state=\"asleep\"", "state" },
    };

    [Theory]
    [MemberData(nameof(Breakages))]
    public async Task A_broken_file_is_refused_with_what_is_wrong(string breakage, string problem)
    {
        await File.WriteAllTextAsync(FilePath, breakage.Contains('=', StringComparison.Ordinal) ? await BreakAsync(breakage) : breakage);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { StatePath = FilePath }, CancellationToken.None));
        Assert.Equal("LabStateInvalid", error.ErrorId);
        Assert.Contains(FilePath, error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { StatePath = FilePath }, CancellationToken.None));
        Assert.Equal(("LabStateInvalid", (object)FilePath), (error.ErrorId, error.Subject!));
    }

    // "path.to[0].value=json", where "-" removes the value.
    private async Task<string> BreakAsync(string breakage)
    {
        await using var lab = await LabServer.StartAsync(new(), CancellationToken.None);
        await lab.SaveAsync(FilePath, CancellationToken.None);
        var root = JsonNode.Parse(await File.ReadAllTextAsync(FilePath))!;
        var (path, value) = breakage.Split('=', 2) is [var left, var right] ? (left, right) : throw new ArgumentException(breakage);
        var steps = path.Split('.', '[').Select(step => step.TrimEnd(']')).ToArray();
        var node = root;
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        }

        if (value == "-")
        {
            node.AsObject().Remove(steps[^1]);
        }
        else
        {
            node[steps[^1]] = JsonNode.Parse(value);
        }

        return root.ToJsonString();
    }

    [Fact]
    public async Task A_file_of_an_older_version_gets_what_was_not_there_yet()
    {
        var text = JsonNode.Parse(await BreakAsync("networkAcls=-"))!.AsObject();
        text["formatVersion"] = 2;
        text.Remove("vpcPeerings");
        text.Remove("internetGateways");
        text.Remove("transitGateways");
        text.Remove("transitGatewayAttachments");
        text.Remove("transitGatewayRouteTables");
        await File.WriteAllTextAsync(FilePath, text.ToJsonString());
        await using var lab = await LabClient.StartAsync(new() { StatePath = FilePath });
        var acls = await lab.DoAsync("DescribeNetworkAcls");
        Assert.Equal((1, 4), (acls.Items("networkAclSet").Count, acls.Items("associationSet").Count));
    }

    // One of everything that a route can lead to, and an ACL.
    private static async Task BuildSurroundingsAsync(LabClient lab)
    {
        var acl = (await lab.DoAsync("CreateNetworkAcl", ("VpcId", lab.Lab.VpcId!))).Text("networkAclId")!;
        await lab.DoAsync(
            "CreateNetworkAclEntry",
            ("NetworkAclId", acl), ("RuleNumber", "10"), ("Protocol", "6"), ("RuleAction", "deny"), ("Egress", "false"), ("CidrBlock", "10.7.0.0/16"), ("PortRange.From", "1"), ("PortRange.To", "9"));
        var association = (await lab.DoAsync("DescribeNetworkAcls")).Text("networkAclAssociationId")!;
        await lab.DoAsync("ReplaceNetworkAclAssociation", ("AssociationId", association), ("NetworkAclId", acl));
        var peer = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"))).Text("vpcId")!;
        var pcx = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", peer))).Text("vpcPeeringConnectionId")!;
        await lab.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.9.0.0/16"), ("VpcPeeringConnectionId", pcx));
        var igw = (await lab.DoAsync("CreateInternetGateway")).Text("internetGatewayId")!;
        await lab.DoAsync("AttachInternetGateway", ("InternetGatewayId", igw), ("VpcId", lab.Lab.VpcId!));
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", igw));
        var transit = await TransitLab.CreateAsync(lab);
        await transit.RouteAsync("10.2.0.1/32", transit.InsideId);
        await transit.RouteAsync("10.3.0.0/16", null);
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", TransitLab.Outside), ("TransitGatewayId", transit.GatewayId));
    }

    private static async Task<string> SnapshotAsync(LabClient lab)
    {
        var parts = new List<string>();
        foreach (var action in new[]
        {
            "DescribeVpcs", "DescribeSubnets", "DescribeRouteTables", "DescribeInstances", "DescribeNetworkInterfaces", "DescribeManagedPrefixLists", "DescribeNetworkAcls",
            "DescribeVpcPeeringConnections", "DescribeInternetGateways", "DescribeTransitGateways", "DescribeTransitGatewayAttachments", "DescribeTransitGatewayVpcAttachments",
            "DescribeTransitGatewayRouteTables", "DescribeTags",
        })
        {
            var answer = await lab.DoAsync(action);
            parts.Add(string.Concat(answer.Xml.Root!.Elements().Where(element => element.Name.LocalName != "requestId")));
        }

        foreach (var table in (await lab.DoAsync("DescribeTransitGatewayRouteTables")).Texts("transitGatewayRouteTableId"))
        {
            var routes = await lab.DoAsync(
                "SearchTransitGatewayRoutes", ("TransitGatewayRouteTableId", table), ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static"), ("Filter.1.Value.2", "propagated"));
            parts.Add(string.Concat(routes.Items("routeSet")));
        }

        return string.Join('\n', parts);
    }
}
