using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Labs of a given shape, and what they say to calls that nobody makes.</summary>
public sealed class DecisionTests
{
    private const string Table = "rtb-0aaaaaaaaaaaaaaa1";
    private const string Other = "rtb-0aaaaaaaaaaaaaaa2";
    private const string TableArn = $"arn:aws:ec2:eu-central-1:{IamLab.Account}:route-table/{Table}";

    private static readonly LabShape Shape = new()
    {
        Vpcs =
        [
            new LabVpcShape("vpc-0e1f2a3b4c5d6e7f8")
            {
                RouteTables = [new LabResourceShape(Table) { Tags = new Dictionary<string, string> { ["Cluster"] = "hana" } }, new LabResourceShape(Other)],
                Instances = [new LabInstanceShape("i-0a11a11dcb42a8210") { NetworkInterfaces = [new LabResourceShape("eni-0bbbbbbbbbbbbbbb1")] }],
            },
            new LabVpcShape("vpc-0e1f2a3b4c5d6e7f9") { NetworkInterfaces = [new LabResourceShape("eni-0bbbbbbbbbbbbbbb2")] },
        ],
    };

    [Fact]
    public async Task A_lab_has_the_ids_that_it_is_given()
    {
        await using var lab = await LabClient.StartAsync(new LabOptions { Shape = Shape });
        await lab.DoAsync("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", "10.2.0.1/32"), ("NetworkInterfaceId", "eni-0bbbbbbbbbbbbbbb1"));
        var route = await lab.RouteAsync(Table, "10.2.0.1/32");
        Assert.Equal("active", route!.Value.State);
        var vpcs = (await lab.DoAsync("DescribeVpcs")).Xml.Descendants().Where(e => e.Name.LocalName == "vpcId").Select(e => e.Value);
        Assert.Equal(["vpc-0e1f2a3b4c5d6e7f8", "vpc-0e1f2a3b4c5d6e7f9"], vpcs.Order(StringComparer.Ordinal));
        await lab.RefusedAsync(400, "InvalidNetworkInterfaceID.NotFound", null, "CreateRoute",
            ("RouteTableId", Table), ("DestinationCidrBlock", "10.2.0.2/32"), ("NetworkInterfaceId", "eni-0bbbbbbbbbbbbbbb9"));
    }

    [Fact]
    public async Task A_shape_with_an_id_that_stands_twice_is_refused()
    {
        var twice = new LabShape { Vpcs = [new LabVpcShape("vpc-0e1f2a3b4c5d6e7f8") { RouteTables = [new LabResourceShape(Table), new LabResourceShape(Table)] }] };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new LabOptions { Shape = twice }, CancellationToken.None));
        Assert.Equal("LabOptionInvalid", error.ErrorId);
    }

    [Theory]
    [InlineData("'Sid':'One','Action':'ec2:ReplaceRoute','Resource':'ARN'", Table, true, "DryRunOperation", "One")]
    [InlineData("'Sid':'One','Action':'ec2:ReplaceRoute','Resource':'ARN'", Other, false, "UnauthorizedOperation", null)]
    [InlineData("'Sid':'One','Action':'ec2:CreateRoute','Resource':'*'", Table, false, "UnauthorizedOperation", null)]
    [InlineData("'Action':'ec2:*','Resource':'*'", Other, true, "DryRunOperation", null)]
    [InlineData("'Sid':'Tagged','Action':'ec2:*','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Cluster':'hana'}}", Table, true, "DryRunOperation", "Tagged")]
    [InlineData("'Sid':'Tagged','Action':'ec2:*','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Cluster':'hana'}}", Other, false, "UnauthorizedOperation", null)]
    public async Task A_decision_is_the_one_that_the_call_would_meet(string statement, string table, bool isAllowed, string code, string? statementId)
    {
        await using var lab = await IamLab.StartAsync("Allow: " + statement.Replace("ARN", TableArn, StringComparison.Ordinal), new LabOptions { Shape = Shape });
        var call = new Dictionary<string, string> { ["RouteTableId"] = table, ["DestinationCidrBlock"] = "10.2.0.1/32", ["NetworkInterfaceId"] = "eni-0bbbbbbbbbbbbbbb1" };

        var decision = lab.Server.Decide("ops", "ReplaceRoute", call);

        Assert.Equal((isAllowed, code, statementId), (decision.IsAllowed, decision.Code, decision.StatementId));
        Assert.Equal([$"arn:aws:ec2:eu-central-1:{IamLab.Account}:route-table/{table}"], decision.Resources);
        Assert.Empty(lab.Server.Calls);
        var answer = await lab.CallAsync("ReplaceRoute", [.. call.Select(p => (p.Key, p.Value)), ("DryRun", "true")]);

        // The encoded part has the time of the call in it.
        Assert.Equal((decision.Code, Spoken(decision.Message)), (answer.Code, Spoken(answer.Message!)));

        static string Spoken(string message) => message.Split(". Encoded", 2)[0];
    }

    [Fact]
    public async Task An_explicit_deny_names_its_statement()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Sid':'All','Action':'*','Resource':'*'|Deny: 'Sid':'Never','Action':'ec2:TerminateInstances','Resource':'*'");
        var decision = lab.Server.Decide("ops", "TerminateInstances", new Dictionary<string, string> { ["InstanceId.1"] = lab.NodeA.InstanceId });
        Assert.Equal((false, "Never"), (decision.IsAllowed, decision.StatementId));
    }

    [Theory]
    [InlineData("DescribeUnheardOf", "InvalidAction")]
    [InlineData("ReplaceRoute", "MissingParameter")]
    public async Task A_call_that_nobody_could_make_is_undecided(string action, string code)
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'*','Resource':'*'");
        var decision = lab.Server.Decide("ops", action, new Dictionary<string, string>());
        Assert.Equal((null, code), (decision.IsAllowed, decision.Code));
    }

    [Fact]
    public async Task A_user_that_does_not_exist_has_no_say()
    {
        await using var lab = await LabClient.StartAsync();
        Assert.Throws<ArgumentException>(() => lab.Server.Decide("nobody", "DescribeVpcs", new Dictionary<string, string>()));
        Assert.True(lab.Server.Decide("lab", "DescribeVpcs", new Dictionary<string, string>()).IsAllowed);
    }
}
