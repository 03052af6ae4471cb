using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Reading;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>What the validator calls, what it does without permissions, and where it looks.</summary>
public class ValidatorTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/overlay-failover";

    private const string AllButTheCandidatesVpc =
        "CandidateRunning KernelSettings LocalAddress MaySwitch NetworkAclIn NetworkAclOut NodeHealthy NotShadowed OutsidePeers OutsideVpc RouteActive RouteInEveryTable"
        + " RouteQuota SecurityGroupIn SecurityGroupOut SourceDestCheckOff TablesAgree TargetRunning";

    [Theory]
    [InlineData("DescribeRouteTables", AllButTheCandidatesVpc)]
    [InlineData("DescribeSubnets", "NetworkAclIn NetworkAclOut RouteInEveryTable SecurityGroupIn SecurityGroupOut")]
    [InlineData("DescribeSecurityGroups", "SecurityGroupIn SecurityGroupOut")]
    [InlineData("DescribeNetworkAcls", "NetworkAclIn NetworkAclOut")]
    [InlineData("DescribeInstanceStatus", "NodeHealthy")]
    [InlineData("DescribeVpcPeeringConnections", "OutsidePeers")]
    [InlineData("DescribeTransitGatewayVpcAttachments", "OutsidePeers")]
    [InlineData("DescribeVpcs", "OutsidePeers")]
    [InlineData("DescribeNetworkInterfaces", "CandidateRunning NetworkAclIn NetworkAclOut SecurityGroupIn SecurityGroupOut SourceDestCheckOff TargetRunning")]
    public async Task What_may_not_be_read_skips_the_checks_that_need_it_and_no_others(string action, string skipped)
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = [action] });

        var found = await TestAsync(vpc, vpc.Request());

        var denied = found.Where(c => c.Status == OverlayCheckStatus.Skipped && !c.Passed).ToList();
        Assert.Equal(
            skipped,
            string.Join(' ', denied.Select(c => c.Id).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(denied, c => Assert.Contains($"ec2:{action}", c.Evidence, StringComparison.Ordinal));
        Assert.DoesNotContain(found, c => c.Status is OverlayCheckStatus.Fail or OverlayCheckStatus.Warn);
    }

    [Fact]
    public async Task A_full_test_of_twenty_route_tables_is_at_most_twelve_calls_and_a_dry_run_for_each_table()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        for (var number = 3; number < 20; number++)
        {
            var subnet = (await lab.DoAsync("CreateSubnet", ("VpcId", vpc.VpcId), ("CidrBlock", $"10.0.{number + 100}.0/24"))).Text("subnetId")!;
            var table = await vpc.CreateTableAsync();
            await lab.DoAsync("AssociateRouteTable", ("RouteTableId", table), ("SubnetId", subnet));
            await vpc.RouteAsync(table, vpc.A.NetworkInterfaceId);
        }

        await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, await vpc.PrefixListAsync(5, "10.9.0.0/24"));
        lab.Server.ClearCalls();

        var found = await TestAsync(vpc, vpc.Request());

        Assert.DoesNotContain(found, c => c.Status == OverlayCheckStatus.Fail);
        var (trials, reads) = (lab.Server.Calls.Where(IsDryRun).ToList(), lab.Server.Calls.Where(c => !IsDryRun(c)).ToList());
        Assert.Equal(20, trials.Count);
        Assert.All(reads, c => Assert.Matches("^(Describe|Get)", c.Action));
        Assert.InRange(reads.Count, 5, 12);
        Assert.All(reads.GroupBy(c => c.Action), calls => Assert.Single(calls));
    }

    [Fact]
    public async Task Without_the_dry_runs_it_is_the_reading_calls_alone()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        lab.Server.ClearCalls();

        var found = await TestAsync(vpc, vpc.Request() with { Wants = id => id != "MaySwitch" });

        Assert.DoesNotContain(found, c => c.Id == "MaySwitch");
        Assert.DoesNotContain(lab.Server.Calls, IsDryRun);
        Assert.InRange(lab.Server.Calls.Count, 5, 12);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public async Task A_quick_test_is_two_calls(bool namesVpc, bool namesCandidates, bool seesMissingRoutes)
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        await vpc.UnrouteAsync(vpc.Main);
        await vpc.UnrouteAsync(vpc.TableB);
        await vpc.SetCheckAsync(vpc.A, true);
        lab.Server.ClearCalls();
        var request = vpc.Request();

        var found = await TestAsync(vpc, request with
        {
            IsQuick = true,
            VpcId = namesVpc ? request.VpcId : null,
            Candidates = namesCandidates ? request.Candidates : [],
        });

        Assert.InRange(lab.Server.Calls.Count, 1, 2);
        Assert.Equal(seesMissingRoutes ? "RouteInEveryTable SourceDestCheckOff" : "SourceDestCheckOff", BrokenVpcTests.Ids(found, OverlayCheckStatus.Fail));

        // It does not know whether a subnet uses the main table.
        Assert.Equal(seesMissingRoutes ? [vpc.Main] : Array.Empty<string>(), found.Where(c => c.Status == OverlayCheckStatus.Warn).Select(c => c.Subject));
        Assert.DoesNotContain(found, c => c.Id.StartsWith("SecurityGroup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_role_that_is_named_is_tried_as_well()
    {
        await using var lab = await StartAsync(MayReplace("*"));
        var vpc = await OverlayVpc.BuildAsync(lab);

        var found = await TestAsync(vpc, vpc.Request() with { RoleArn = RoleArn });

        Assert.All(found.Where(c => c.Id is "MaySwitch" or "RoleMaySwitch"), c => Assert.Equal(OverlayCheckStatus.Pass, c.Status));
        Assert.Contains(lab.Server.Calls, c => IsDryRun(c) && c.CallerArn!.Contains("assumed-role/overlay-failover", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arn:aws:ec2:*:*:route-table/rtb-00000000000000000", 3)]
    [InlineData(null, 1)]
    public async Task A_role_that_may_not_switch_fails_for_each_table_and_one_that_cannot_be_assumed_once(string? allowed, int failures)
    {
        await using var lab = await StartAsync(allowed is null ? null : MayReplace(allowed));
        var vpc = await OverlayVpc.BuildAsync(lab);

        var found = await TestAsync(vpc, vpc.Request() with { RoleArn = RoleArn });

        Assert.Equal(failures, found.Count(c => c is { Id: "RoleMaySwitch", Status: OverlayCheckStatus.Fail, Concerns: OverlayCheckConcern.Failover }));
        Assert.Equal("RoleMaySwitch", BrokenVpcTests.Ids(found, OverlayCheckStatus.Fail));
        Assert.All(found.Where(c => c.Status == OverlayCheckStatus.Fail), c => Assert.NotNull(c.Remedy));
    }

    [Fact]
    public async Task Every_overlay_destination_of_a_VPC_is_tested_when_none_is_named()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, "10.5.0.0/24");
        await vpc.RouteAsync(vpc.Main, vpc.B.NetworkInterfaceId, "0.0.0.0/0");

        var found = await TestAsync(vpc, vpc.Request() with { Destinations = [] });

        Assert.Equal(["10.2.0.1/32", "10.5.0.0/24"], found.Select(c => c.DestinationCidr).Distinct());
        Assert.Equal("RouteInEveryTable", BrokenVpcTests.Ids(found.Where(c => c.DestinationCidr == "10.5.0.0/24"), OverlayCheckStatus.Fail));
        Assert.Equal("", BrokenVpcTests.Ids(found.Where(c => c.DestinationCidr == "10.2.0.1/32"), OverlayCheckStatus.Fail));
    }

    [Fact]
    public async Task A_destination_that_no_table_has_is_looked_for_in_the_candidates_VPC()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        var request = vpc.Request() with { VpcId = null, Destinations = [RouteDestination.Parse("10.6.0.1")] };

        var found = await TestAsync(vpc, request);

        Assert.All(found, c => Assert.Equal(vpc.VpcId, c.VpcId));
        Assert.Equal("RouteInEveryTable", BrokenVpcTests.Ids(found, OverlayCheckStatus.Fail));

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => TestAsync(vpc, request with { Candidates = [] }));
        Assert.Equal(("RouteNotFound", OverlayErrorKind.NotFound), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task A_VPC_without_an_overlay_address_is_an_error_and_no_silence()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        var other = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.77.0.0/16"))).Text("vpcId")!;

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => TestAsync(vpc, vpc.Request() with { VpcId = other, Destinations = [] }));

        Assert.Equal(("RouteNotFound", other), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task Another_interface_of_the_targets_instance_is_a_node_of_its_own_when_it_is_named()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        var second = await vpc.CreateInterfaceAsync(vpc.A);
        await vpc.AttachAsync(second, vpc.A);
        await lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", second), ("SourceDestCheck.Value", "true"));

        Assert.Equal("", BrokenVpcTests.Ids(await TestAsync(vpc, vpc.Request()), OverlayCheckStatus.Fail));
        var failed = Assert.Single(
            await TestAsync(vpc, vpc.Request() with { Candidates = [RouteTarget.NetworkInterface(second)] }), c => c.Status == OverlayCheckStatus.Fail);
        Assert.Equal(("SourceDestCheckOff", $"Disable-SourceDestCheck -NetworkInterfaceId {second}"), (failed.Id, failed.Remedy));
    }

    [Theory]
    [InlineData("vpc-0123456789abcdef0", null, null, "VpcNotFound")]
    [InlineData(null, "rtb-0123456789abcdef0", null, "RouteTableNotFound")]
    [InlineData(null, null, "subnet-0123456789abcdef0", "SubnetNotFound")]
    public async Task What_is_named_and_does_not_exist_is_an_error(string? vpcId, string? tableId, string? subnetId, string errorId)
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => TestAsync(vpc, vpc.Request() with
        {
            VpcId = vpcId,
            RouteTableIds = tableId is null ? [] : [tableId],
            ClientSubnetIds = subnetId is null ? [] : [subnetId],
        }));

        Assert.Equal((errorId, vpcId ?? tableId ?? subnetId), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task Named_route_tables_are_the_only_ones_that_must_have_the_route()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        await vpc.UnrouteAsync(vpc.TableB);

        Assert.Equal("", BrokenVpcTests.Ids(await TestAsync(vpc, vpc.Request() with { RouteTableIds = [vpc.Main, vpc.TableA] }), OverlayCheckStatus.Fail));
        Assert.Equal("RouteInEveryTable", BrokenVpcTests.Ids(await TestAsync(vpc, vpc.Request() with { RouteTableIds = [vpc.TableB] }), OverlayCheckStatus.Fail));
    }

    [Theory]
    [InlineData(true, "", "")]
    [InlineData(false, "LocalAddress", "")]
    [InlineData(true, "KernelSettings", "net.ipv4.conf.eth0.rp_filter")]
    public async Task On_a_node_its_operating_system_is_looked_at(bool hasAddress, string fails, string setting)
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        var mac = (await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", vpc.A.NetworkInterfaceId))).Text("macAddress")!;
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);
        var machine = new FakeMachine(mac, hasAddress
            ? [new OverlayAddress
            {
                Address = vpc.Address,
                PrefixLength = 32,
                InterfaceName = "eth0",
                Findings = setting.Length == 0 ? [] : [new OverlayAddressFinding(setting, "1", "packets are dropped", $"sysctl -w {setting}=2 (and in a file)")],
            }]
            : []);

        var found = (await new OverlayValidator(connection, local: machine).TestAsync(vpc.Request(), SilentObserver.Instance, CancellationToken.None)).Checks;

        Assert.Equal(fails, BrokenVpcTests.Ids(found, OverlayCheckStatus.Fail));
        Assert.Equal(
            fails switch { "LocalAddress" => $"Add-OverlayAddress {vpc.Address}", "KernelSettings" => $"sysctl -w {setting}=2", _ => null },
            found.FirstOrDefault(c => c.Status == OverlayCheckStatus.Fail)?.Remedy);
        Assert.Equal(hasAddress ? "" : "KernelSettings", BrokenVpcTests.Ids(found, OverlayCheckStatus.Skipped));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_says_which_node_this_machine_is_need_not_have_its_MAC_address(bool byInstance)
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);
        var validator = new OverlayValidator(connection, local: new FakeMachine("0a:00:00:00:00:99", []));
        var request = vpc.Request() with { Wants = id => id == "LocalAddress" };

        var stranger = (await validator.TestAsync(request, SilentObserver.Instance, CancellationToken.None)).Checks;
        Assert.Equal("LocalAddress", BrokenVpcTests.Ids(stranger, OverlayCheckStatus.Skipped));

        var node = byInstance ? RouteTarget.Instance(vpc.A.InstanceId) : RouteTarget.NetworkInterface(vpc.A.NetworkInterfaceId);
        var target = (await validator.TestAsync(request with { LocalNode = node }, SilentObserver.Instance, CancellationToken.None)).Checks;
        Assert.Equal("LocalAddress", BrokenVpcTests.Ids(target, OverlayCheckStatus.Fail));
    }

    [Fact]
    public async Task An_outage_is_an_error_and_not_a_skipped_check()
    {
        await using var lab = await StartAsync();
        var vpc = await OverlayVpc.BuildAsync(lab);
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings with { Credential = new OverlayCredential("AKIAIOSFODNN7EXAMPLE", "wrong") }, CancellationToken.None);

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => BrokenVpcTests.TestAsync(connection, vpc.Request()));

        Assert.Equal(("CredentialsRejected", true), (error.ErrorId, error.IsFatal));
    }

    private static bool IsDryRun(OverlayLabCall call) => call.Parameters.GetValueOrDefault("DryRun") == "true";

    private static Task<LabClient> StartAsync(LabIam? iam = null) => LabClient.StartAsync(new LabOptions { TransitionDelay = TimeSpan.Zero, Iam = iam });

    private static async Task<IReadOnlyList<OverlayCheck>> TestAsync(OverlayVpc vpc, ValidationRequest request)
    {
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);
        using var role = await Ec2ConnectionFactory.OpenAsync(vpc.Settings with { RoleArn = request.RoleArn }, CancellationToken.None);
        return (await new OverlayValidator(connection, _ => Task.FromResult(role)).TestAsync(request, SilentObserver.Instance, CancellationToken.None)).Checks;
    }

    private static LabIam MayReplace(string resource) => new()
    {
        Roles =
        [
            new LabIamRole
            {
                Name = "overlay-failover",
                TrustPolicy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""",
                Policies = [new LabIamPolicy("p", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:ReplaceRoute","Resource":"{{resource}}"}]}""")],
            },
        ],
    };

    private sealed class FakeMachine(string mac, IReadOnlyList<OverlayAddress> addresses) : ILocalNodeReader
    {
        public IReadOnlyCollection<string> MacAddresses() => [mac];

        public Task<IReadOnlyList<OverlayAddress>> AddressesAsync(IReadOnlyList<CidrBlock> wanted, CancellationToken cancellationToken) => Task.FromResult(addresses);
    }
}
