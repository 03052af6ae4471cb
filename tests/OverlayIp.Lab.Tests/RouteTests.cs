using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class RouteTests
{
    private const string Overlay = "10.2.0.1/32";
    private const string NoEni = "eni-0123456789abcdef0";
    private const string NoTable = "rtb-0123456789abcdef0";
    private const string NoInstance = "i-0123456789abcdef0";

    [Fact]
    public async Task A_created_route_reports_instance_owner_and_interface_together()
    {
        await using var lab = await LabClient.StartAsync();
        var created = await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeA.InstanceId));
        Assert.Equal("true", created.Text("return"));
        var answer = await lab.DoAsync("DescribeRouteTables", ("RouteTableId.1", lab.MainTable));
        var route = answer.Items("routeSet")[1];
        Assert.Equal(
            (Overlay, lab.NodeA.InstanceId, lab.Lab.AccountId, lab.NodeA.NetworkInterfaceId, "active", "CreateRoute"),
            (route.Child("destinationCidrBlock"), route.Child("instanceId"), route.Child("instanceOwnerId"), route.Child("networkInterfaceId"), route.Child("state"), route.Child("origin")));
        var local = answer.Items("routeSet")[0];
        Assert.Equal(("10.0.0.0/16", "local", "CreateRouteTable"), (local.Child("destinationCidrBlock"), local.Child("gatewayId"), local.Child("origin")));
    }

    [Fact]
    public async Task ReplaceRoute_moves_and_DeleteRoute_removes()
    {
        await using var lab = await LabClient.StartAsync();
        await CreateAsync(lab, Overlay);
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", lab.NodeB.NetworkInterfaceId));
        Assert.Equal(("active", lab.NodeB.InstanceId, lab.NodeB.NetworkInterfaceId), await lab.RouteAsync(lab.MainTable, Overlay));
        await lab.DoAsync("DeleteRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay));
        Assert.Null(await lab.RouteAsync(lab.MainTable, Overlay));
    }

    [Theory]
    [InlineData("DestinationCidrBlock", "100.68.0.18/18", "100.68.0.0/18")]
    [InlineData("DestinationIpv6CidrBlock", "2001:DB8:0:0::1/64", "2001:db8::/64")]
    [InlineData("DestinationIpv6CidrBlock", "2001:db8::1/128", "2001:db8::1/128")]
    [InlineData("DestinationCidrBlock", "0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("DestinationCidrBlock", "10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("DestinationCidrBlock", "10.0.11.0/24", "10.0.11.0/24")]
    public async Task Destinations_are_stored_in_canonical_form(string parameter, string given, string stored)
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("CreateRoute", ("RouteTableId", lab.MainTable), (parameter, given), ("InstanceId", lab.NodeA.InstanceId));
        Assert.Equal("active", (await lab.RouteAsync(lab.MainTable, stored))?.State);
    }

    [Fact]
    public async Task Creating_the_same_route_again_succeeds_and_another_target_conflicts()
    {
        await using var lab = await LabClient.StartAsync();
        await CreateAsync(lab, Overlay);
        await CreateAsync(lab, Overlay);
        await lab.RefusedAsync(400, "RouteAlreadyExists", "The route identified by 10.2.0.1/32 already exists.", "CreateRoute",
            ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeB.InstanceId));
        Assert.Equal(lab.NodeA.InstanceId, (await lab.RouteAsync(lab.MainTable, Overlay))?.InstanceId);
    }

    // {rtb}, {a}, {eni}: the main route table, node-a's instance and interface.
    public static TheoryData<string, string, string, string?> Refusals
    {
        get
        {
            const string inside = "is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.";
            const string targets = "The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId";
            const string destinations = "The request must contain exactly one of: destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId";
            var data = new TheoryData<string, string, string, string?>
            {
                { "CreateRoute", "DestinationCidrBlock=10.2.0.1/32&InstanceId={a}", "MissingParameter", "The request must contain the parameter routeTableId" },
                { "CreateRoute", "RouteTableId=rtb-1&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}", "InvalidRouteTableId.Malformed", "Invalid id: \"rtb-1\" (expecting \"rtb-...\")" },
                { "CreateRoute", $"RouteTableId={NoTable}&DestinationCidrBlock=10.2.0.1/32&InstanceId={{a}}", "InvalidRouteTableID.NotFound", $"The routeTable ID '{NoTable}' does not exist" },
                { "CreateRoute", "RouteTableId={rtb}&InstanceId={a}", "MissingParameter", destinations },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&DestinationIpv6CidrBlock=2001:db8::/64&InstanceId={a}", "InvalidParameterCombination", destinations },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32", "MissingParameter", targets },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}&NetworkInterfaceId={eni}", "InvalidParameterCombination", targets },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1&InstanceId={a}", "InvalidParameterValue", "Value (10.2.0.1) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block." },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/33&InstanceId={a}", "InvalidParameterValue", "Value (10.2.0.1/33) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block." },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=2001:db8::/64&InstanceId={a}", "InvalidParameterValue", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationIpv6CidrBlock=10.2.0.1/32&InstanceId={a}", "InvalidParameterValue", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.99.0/24&InstanceId={a}", "InvalidParameterValue", "The destination CIDR block 10.0.99.0/24 " + inside },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.1.0/25&InstanceId={a}", "InvalidParameterValue", "The destination CIDR block 10.0.1.0/25 " + inside },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.0.0/16&InstanceId={a}", "RouteAlreadyExists", "The route identified by 10.0.0.0/16 already exists." },
                { "CreateRoute", "RouteTableId={rtb}&DestinationPrefixListId=pl-x&InstanceId={a}", "InvalidPrefixListId.Malformed", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationPrefixListId=pl-0123456789abcdef0&InstanceId={a}", "InvalidPrefixListID.NotFound", null },
                { "CreateRoute", $"RouteTableId={{rtb}}&DestinationCidrBlock=10.2.0.1/32&InstanceId={NoInstance}", "InvalidInstanceID.NotFound", $"The instance ID '{NoInstance}' does not exist" },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId=i-xyz", "InvalidInstanceID.Malformed", "Invalid id: \"i-xyz\"" },
                { "CreateRoute", $"RouteTableId={{rtb}}&DestinationCidrBlock=10.2.0.1/32&NetworkInterfaceId={NoEni}", "InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{NoEni}' does not exist" },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&NetworkInterfaceId={a}", "InvalidNetworkInterfaceId.Malformed", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&GatewayId=igw-0123456789abcdef0", "InvalidGatewayID.NotFound", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}&Colour=blue", "UnknownParameter", "The parameter Colour is not recognized" },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}&LocalTarget=true", "UnknownParameter", null },
                { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}&DryRun=maybe", "InvalidParameterValue", null },
                { "ReplaceRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.9/32&InstanceId={a}", "InvalidParameterValue", "There is no route defined for '10.2.0.9/32' in the route table. Use CreateRoute instead." },
                { "ReplaceRoute", $"RouteTableId={NoTable}&DestinationCidrBlock=10.2.0.1/32&InstanceId={{a}}", "InvalidRouteTableID.NotFound", null },
                { "ReplaceRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32", "MissingParameter", targets + ", or must have localTarget set to true" },
                { "ReplaceRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={a}&LocalTarget=true", "InvalidParameterCombination", null },
                { "DeleteRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.9/32", "InvalidRoute.NotFound", "no route with destination-cidr-block 10.2.0.9/32 in route table {rtb}" },
                { "DeleteRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.0.0.0/16", "InvalidParameterValue", "cannot remove local route 10.0.0.0/16 in route table {rtb}" },
                { "DeleteRoute", "RouteTableId={rtb}", "MissingParameter", destinations },
                { "CreateHighway", "RouteTableId={rtb}", "InvalidAction", "The action CreateHighway is not valid for this web service." },
            };
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_EC2_refuses_is_refused_and_changes_nothing(string action, string parameters, string code, string? message)
    {
        await using var lab = await LabClient.StartAsync();
        string Fill(string text) => text.Replace("{rtb}", lab.MainTable, StringComparison.Ordinal)
            .Replace("{a}", lab.NodeA.InstanceId, StringComparison.Ordinal)
            .Replace("{eni}", lab.NodeA.NetworkInterfaceId, StringComparison.Ordinal);
        var pairs = Fill(parameters).Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, message is null ? null : Fill(message), action, pairs);
        Assert.Single((await lab.DoAsync("DescribeRouteTables", ("RouteTableId.1", lab.MainTable))).Items("routeSet"));
        Assert.Equal(code, lab.Server.Calls[0].ErrorCode);
    }

    [Fact]
    public async Task An_instance_with_several_interfaces_is_no_target()
    {
        await using var lab = await LabClient.StartAsync();
        await TestVpc.AttachSecondInterfaceAsync(lab, lab.NodeA);
        await lab.RefusedAsync(400, "InvalidInstanceID",
            $"There are multiple interfaces attached to instance '{lab.NodeA.InstanceId}'. Please specify an interface ID for the operation instead.",
            "CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task A_target_in_another_VPC_is_refused()
    {
        await using var lab = await LabClient.StartAsync();
        var vpcId = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"))).Text("vpcId")!;
        var table = (await lab.DoAsync("CreateRouteTable", ("VpcId", vpcId))).Text("routeTableId")!;
        await lab.RefusedAsync(400, "InvalidParameterValue", $"route table {table} and interface {lab.NodeA.NetworkInterfaceId} belong to different networks",
            "CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", Overlay), ("InstanceId", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task The_local_route_takes_another_target_and_comes_back()
    {
        // https://docs.aws.amazon.com/vpc/latest/userguide/replace-local-route-target.html: EC2 allows this.
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.0.0.0/16"), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        Assert.Equal(lab.NodeA.NetworkInterfaceId, (await lab.RouteAsync(lab.MainTable, "10.0.0.0/16"))?.InterfaceId);
        await lab.RefusedAsync(400, "InvalidParameterValue", null, "DeleteRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.0.0.0/16"));
        await lab.DoAsync("ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.0.0.0/16"), ("LocalTarget", "true"));
        Assert.Null((await lab.RouteAsync(lab.MainTable, "10.0.0.0/16"))?.InterfaceId);
        await CreateAsync(lab, Overlay);
        await lab.RefusedAsync(400, "InvalidParameterValue", "local-target only allowed with network local destination CIDRs",
            "ReplaceRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", Overlay), ("LocalTarget", "true"));
    }

    [Theory]
    [InlineData("CreateRoute")]
    [InlineData("ReplaceRoute")]
    [InlineData("DeleteRoute")]
    public async Task A_dry_run_says_whether_it_is_allowed_and_changes_nothing(string action)
    {
        await using var lab = await LabClient.StartAsync();
        await CreateAsync(lab, Overlay);
        var parameters = new List<(string, string)> { ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", action == "CreateRoute" ? "10.2.0.2/32" : Overlay), ("DryRun", "true") };
        if (action != "DeleteRoute")
        {
            parameters.Add(("InstanceId", lab.NodeB.InstanceId));
        }

        await lab.RefusedAsync(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", action, [.. parameters]);
        lab.Server.SetFault(new() { DeniedActions = [action] });
        var denied = $"You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/lab is not authorized to perform: ec2:{action} "
            + $"on resource: arn:aws:ec2:eu-central-1:123456789012:route-table/{lab.MainTable} because no identity-based policy allows the ec2:{action} action";
        await lab.RefusedAsync(403, "UnauthorizedOperation", denied, action, [.. parameters]);
        await lab.RefusedAsync(403, "UnauthorizedOperation", denied, action, [.. parameters.Where(parameter => parameter.Item1 != "DryRun")]);
        Assert.Equal(lab.NodeA.InstanceId, (await lab.RouteAsync(lab.MainTable, Overlay))?.InstanceId);
        Assert.Null(await lab.RouteAsync(lab.MainTable, "10.2.0.2/32"));
    }

    [Fact]
    public async Task A_route_table_takes_500_routes()
    {
        await using var lab = await LabClient.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), async (i, _) => await CreateAsync(lab, $"10.2.{i / 250}.{i % 250}/32"));
        await lab.RefusedAsync(400, "RouteLimitExceeded", "The maximum number of routes has been reached.", "CreateRoute",
            ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.3.0.1/32"), ("InstanceId", lab.NodeA.InstanceId));
        Assert.Equal(501, (await lab.DoAsync("DescribeRouteTables", ("RouteTableId.1", lab.MainTable))).Items("routeSet").Count);
    }

    private static Task<Ec2Answer> CreateAsync(LabClient lab, string destination) => lab.DoAsync(
        "CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationCidrBlock", destination), ("InstanceId", lab.NodeA.InstanceId));
}
