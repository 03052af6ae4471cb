using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Peering connections as the API has them, and the routes that lead to them and to internet gateways.</summary>
public sealed class VpcPeeringTests
{
    private const string NoPeering = "pcx-0123456789abcdef0";

    [Fact]
    public async Task A_request_waits_for_its_acceptance_and_shows_the_other_VPCs_blocks_only_then()
    {
        await using var lab = await LabClient.StartAsync();
        var peer = await CreateVpcAsync(lab, "10.9.0.0/16");
        var created = await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", peer));
        Assert.Equal("initiating-request", created.Text("code"));
        var pcx = created.Text("vpcPeeringConnectionId")!;
        var waiting = await DescribeAsync(lab, pcx);
        Assert.Equal(("pending-acceptance", "Pending Acceptance by 123456789012"), (waiting.Text("code"), waiting.Text("message")));
        Assert.Equal(["10.0.0.0/16"], waiting.Items("cidrBlockSet").Select(item => item.Child("cidrBlock")));
        Assert.NotNull(waiting.Text("expirationTime"));
        Assert.Single(waiting.Texts("cidrBlockSet"));

        Assert.Equal("provisioning", (await lab.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx))).Text("code"));
        var active = await DescribeAsync(lab, pcx);
        Assert.Equal("active", active.Text("code"));
        Assert.Equal((lab.Lab.VpcId, peer), (active.Texts("vpcId")[0], active.Texts("vpcId")[1]));
        Assert.Equal(2, active.Texts("cidrBlockSet").Count);
        Assert.Null(active.Text("expirationTime"));
        await lab.RefusedAsync(400, "InvalidStateTransition", $"Invalid state transition for {pcx}, attempted to transition from active to provisioning", "AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
    }

    [Fact]
    public async Task A_second_connection_between_the_same_VPCs_is_not_accepted()
    {
        await using var lab = await LabClient.StartAsync();
        var peer = await CreateVpcAsync(lab, "10.9.0.0/16");
        await PeerAsync(lab, peer);
        var back = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", peer), ("PeerVpcId", lab.Lab.VpcId!))).Text("vpcPeeringConnectionId")!;
        await lab.RefusedAsync(400, "VpcPeeringConnectionAlreadyExists", $"The vpc peering connection identified by {back} already exists.", "AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", back));
    }

    [Theory]
    [InlineData("10.0.128.0/20", null, null)]
    [InlineData("10.9.0.0/16", "210987654321", null)]
    [InlineData("10.9.0.0/16", null, "eu-west-3")]
    public async Task A_request_that_cannot_be_met_fails(string block, string? owner, string? region)
    {
        await using var lab = await LabClient.StartAsync();
        var parameters = new List<(string, string)> { ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", await CreateVpcAsync(lab, block)) };
        parameters.AddRange(owner is null ? [] : [("PeerOwnerId", owner)]);
        parameters.AddRange(region is null ? [] : [("PeerRegion", region)]);
        var pcx = (await lab.DoAsync("CreateVpcPeeringConnection", [.. parameters])).Text("vpcPeeringConnectionId")!;
        Assert.Equal(
            ("failed", "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"),
            ((await DescribeAsync(lab, pcx)).Text("code"), (await DescribeAsync(lab, pcx)).Text("message")));
        await lab.RefusedAsync(400, "InvalidStateTransition", null, "AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        await lab.RefusedAsync(400, "InvalidStateTransition", $"Invalid state transition for {pcx}, attempted to transition from failed to deleting", "DeleteVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
    }

    [Fact]
    public async Task A_request_that_nobody_accepts_expires_after_a_week()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        var pcx = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", await CreateVpcAsync(lab, "10.9.0.0/16")))).Text("vpcPeeringConnectionId")!;
        clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("expired", (await DescribeAsync(lab, pcx)).Text("code"));
        await lab.RefusedAsync(400, "InvalidStateTransition", null, "AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
    }

    [Fact]
    public async Task A_route_to_a_connection_is_active_while_the_connection_is()
    {
        await using var lab = await LabClient.StartAsync();
        var peer = await CreateVpcAsync(lab, "10.9.0.0/16");
        var pcx = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", peer))).Text("vpcPeeringConnectionId")!;
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.9.0.0/16"), ("VpcPeeringConnectionId", pcx));
        Assert.Equal((pcx, "blackhole"), await RouteAsync(lab));
        await lab.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        Assert.Equal((pcx, "active"), await RouteAsync(lab));
        var found = await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "route.vpc-peering-connection-id"), ("Filter.1.Value.1", pcx));
        Assert.Equal(lab.MainTable, Assert.Single(found.Texts("routeTableId").Distinct()));
        await lab.DoAsync("DeleteVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        Assert.Equal((pcx, "blackhole"), await RouteAsync(lab));
        Assert.Equal("deleted", (await DescribeAsync(lab, pcx)).Text("code"));

        async Task<(string?, string?)> RouteAsync(LabClient from)
        {
            var answer = await from.DoAsync("DescribeRouteTables", ("RouteTableId.1", from.MainTable));
            var route = answer.Items("routeSet").Single(item => item.Child("destinationCidrBlock") == "10.9.0.0/16");
            return (route.Child("vpcPeeringConnectionId"), route.Child("state"));
        }
    }

    [Fact]
    public async Task A_connection_goes_with_either_of_its_VPCs()
    {
        await using var lab = await LabClient.StartAsync();
        var peer = await CreateVpcAsync(lab, "10.9.0.0/16");
        var pcx = await PeerAsync(lab, peer);
        await lab.DoAsync("DeleteVpc", ("VpcId", peer));
        Assert.Equal("deleted", (await DescribeAsync(lab, pcx)).Text("code"));
    }

    [Fact]
    public async Task A_default_route_leads_to_an_internet_gateway_while_that_is_attached()
    {
        await using var lab = await LabClient.StartAsync();
        var igw = (await lab.DoAsync("CreateInternetGateway")).Text("internetGatewayId")!;
        await lab.RefusedAsync(400, "InvalidParameterValue", $"route table {lab.MainTable} and network gateway {igw} belong to different networks", "CreateRoute", Default(lab, igw));
        await lab.DoAsync("AttachInternetGateway", ("InternetGatewayId", igw), ("VpcId", lab.Lab.VpcId!));
        await lab.DoAsync("CreateRoute", Default(lab, igw));
        await lab.DoAsync("CreateRoute", Default(lab, igw));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, "0.0.0.0/0"))?.State);
        Assert.Single((await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "route.gateway-id"), ("Filter.1.Value.1", igw))).Items("routeTableSet"));
        Assert.Equal(lab.Lab.VpcId, (await lab.DoAsync("DescribeInternetGateways", ("Filter.1.Name", "attachment.vpc-id"), ("Filter.1.Value.1", lab.Lab.VpcId!))).Text("vpcId"));
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteInternetGateway", ("InternetGatewayId", igw));
        await lab.RefusedAsync(400, "Resource.AlreadyAssociated", null, "AttachInternetGateway", ("InternetGatewayId", igw), ("VpcId", lab.Lab.VpcId!));

        await lab.DoAsync("DetachInternetGateway", ("InternetGatewayId", igw), ("VpcId", lab.Lab.VpcId!));
        Assert.Equal("blackhole", (await lab.RouteAsync(lab.MainTable, "0.0.0.0/0"))?.State);
        await lab.RefusedAsync(400, "Gateway.NotAttached", null, "DetachInternetGateway", ("InternetGatewayId", igw), ("VpcId", lab.Lab.VpcId!));
        // What led to the gateway can lead to an instance, and back.
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "0.0.0.0/0"), ("InstanceId", lab.NodeA.InstanceId));
        Assert.Equal(("active", lab.NodeA.InstanceId, lab.NodeA.NetworkInterfaceId), await lab.RouteAsync(lab.MainTable, "0.0.0.0/0"));
    }

    [Theory]
    [InlineData("CreateVpcPeeringConnection", "VpcId={vpc}", "MissingParameter", "The request must contain the parameter peerVpcId")]
    [InlineData("CreateVpcPeeringConnection", "VpcId={vpc}&PeerVpcId=vpc-0123456789abcdef0", "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist")]
    [InlineData("AcceptVpcPeeringConnection", $"VpcPeeringConnectionId={NoPeering}", "InvalidVpcPeeringConnectionID.NotFound", $"The vpcPeeringConnection ID '{NoPeering}' does not exist")]
    [InlineData("DeleteVpcPeeringConnection", "VpcPeeringConnectionId=pcx-1", "InvalidVpcPeeringConnectionId.Malformed", null)]
    [InlineData("DescribeVpcPeeringConnections", $"VpcPeeringConnectionId.1={NoPeering}", "InvalidVpcPeeringConnectionID.NotFound", null)]
    [InlineData("DescribeVpcPeeringConnections", "Filter.1.Name=colour&Filter.1.Value.1=blue", "InvalidParameterValue", "The filter 'colour' is invalid")]
    [InlineData("CreateRoute", $"RouteTableId={{rtb}}&DestinationCidrBlock=10.2.0.1/32&VpcPeeringConnectionId={NoPeering}", "InvalidVpcPeeringConnectionID.NotFound", null)]
    [InlineData("CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&VpcPeeringConnectionId={foreign}", "InvalidParameterValue", null)]
    [InlineData("CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.1.0/24&VpcPeeringConnectionId={pcx}", "InvalidParameterValue", "The destination CIDR block 10.0.1.0/24 is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.")]
    [InlineData("ReplaceRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.0.0/16&VpcPeeringConnectionId={pcx}", "InvalidParameterValue", null)]
    [InlineData("DescribeInternetGateways", "InternetGatewayId.1=igw-0123456789abcdef0", "InvalidInternetGatewayID.NotFound", "The internetGateway ID 'igw-0123456789abcdef0' does not exist")]
    public async Task What_EC2_refuses_is_refused(string action, string parameters, string code, string? message)
    {
        await using var lab = await LabClient.StartAsync();
        var (one, other) = (await CreateVpcAsync(lab, "10.8.0.0/16"), await CreateVpcAsync(lab, "10.9.0.0/16"));
        var pcx = await PeerAsync(lab, one);
        var foreign = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", one), ("PeerVpcId", other))).Text("vpcPeeringConnectionId")!;
        string Fill(string text) => text.Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal).Replace("{rtb}", lab.MainTable, StringComparison.Ordinal)
            .Replace("{pcx}", pcx, StringComparison.Ordinal).Replace("{foreign}", foreign, StringComparison.Ordinal);
        var given = Fill(parameters).Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, message is null ? null : Fill(message), action, given);
    }

    [Theory]
    [InlineData("status-code", "active", 1)]
    [InlineData("status-code", "deleted", 0)]
    [InlineData("requester-vpc-info.vpc-id", "{vpc}", 2)]
    [InlineData("requester-vpc-info.cidr-block", "10.0.0.0/16", 2)]
    [InlineData("accepter-vpc-info.cidr-block", "10.8.0.0/16", 1)]
    [InlineData("accepter-vpc-info.cidr-block", "10.9.0.0/16", 0)]
    [InlineData("accepter-vpc-info.owner-id", "123456789012", 2)]
    [InlineData("expiration-time", "*", 1)]
    public async Task Filters_choose(string name, string value, int count)
    {
        await using var lab = await LabClient.StartAsync();
        await PeerAsync(lab, await CreateVpcAsync(lab, "10.8.0.0/16"));
        await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", await CreateVpcAsync(lab, "10.9.0.0/16")));
        var found = await lab.DoAsync("DescribeVpcPeeringConnections", ("Filter.1.Name", name), ("Filter.1.Value.1", value.Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal)));
        Assert.Equal(count, found.Items("vpcPeeringConnectionSet").Count);
    }

    [SkippableFact]
    public async Task The_AWS_CLI_peers_two_VPCs()
    {
        AwsCli.Require();
        await using var lab = await LabClient.StartAsync();
        using var aws = new AwsCli(lab.Lab);
        var peer = await CreateVpcAsync(lab, "10.9.0.0/16");
        var pcx = (await aws.DoAsync("create-vpc-peering-connection", "--vpc-id", lab.Lab.VpcId!, "--peer-vpc-id", peer, "--tag-specifications", "ResourceType=vpc-peering-connection,Tags=[{Key=Name,Value=p}]"))
            .At("VpcPeeringConnection", "VpcPeeringConnectionId");
        await aws.DoAsync("wait", "vpc-peering-connection-exists", "--vpc-peering-connection-ids", pcx);
        await aws.DoAsync("accept-vpc-peering-connection", "--vpc-peering-connection-id", pcx);
        await aws.DoAsync("create-route", "--route-table-id", lab.MainTable, "--destination-cidr-block", "10.9.0.0/16", "--vpc-peering-connection-id", pcx);
        var shown = (await aws.DoAsync("describe-vpc-peering-connections", "--filters", "Name=tag:Name,Values=p")).GetProperty("VpcPeeringConnections")[0];
        Assert.Equal(("active", "10.9.0.0/16"), (shown.At("Status", "Code"), shown.GetProperty("AccepterVpcInfo").GetProperty("CidrBlockSet")[0].At("CidrBlock")));
        await aws.DoAsync("delete-vpc-peering-connection", "--vpc-peering-connection-id", pcx);
        await aws.DoAsync("wait", "vpc-peering-connection-deleted", "--vpc-peering-connection-ids", pcx);
    }

    private static (string, string)[] Default(LabClient lab, string gateway) =>
        [("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", gateway)];

    private static async Task<string> CreateVpcAsync(LabClient lab, string block) => (await lab.DoAsync("CreateVpc", ("CidrBlock", block))).Text("vpcId")!;

    private static async Task<string> PeerAsync(LabClient lab, string peer)
    {
        var pcx = (await lab.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Lab.VpcId!), ("PeerVpcId", peer))).Text("vpcPeeringConnectionId")!;
        await lab.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
        return pcx;
    }

    private static Task<Ec2Answer> DescribeAsync(LabClient lab, string pcx) => lab.DoAsync("DescribeVpcPeeringConnections", ("VpcPeeringConnectionId.1", pcx));
}
