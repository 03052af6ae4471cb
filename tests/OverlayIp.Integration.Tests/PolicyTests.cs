using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Policies;
using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.SourceDestCheck;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Packets;
using OverlayIp.Integration.Tests.Reach;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests;

/// <summary>The engine at work with exactly the policy of its purpose: nothing is refused, and nothing of the policy is left over.</summary>
public class PolicyTests
{
    private const int Seed = 20;
    private const string Key = "AKIAEXAMPLE000000001";
    private const string Secret = "a/secret+of=the:user";

    private static readonly Dictionary<OverlayPolicyPurpose, Func<Ec2Connection, OverlayLab, Task>> Work = new()
    {
        [OverlayPolicyPurpose.Setup] = SetUpAsync,
        [OverlayPolicyPurpose.Failover] = SwitchAsync,
        [OverlayPolicyPurpose.Audit] = AuditAsync,
    };

    [Theory]
    [InlineData(OverlayPolicyPurpose.Setup, false)]
    [InlineData(OverlayPolicyPurpose.Failover, false)]
    [InlineData(OverlayPolicyPurpose.Audit, false)]
    [InlineData(OverlayPolicyPurpose.Setup, true)]
    [InlineData(OverlayPolicyPurpose.Failover, true)]
    public async Task The_engine_needs_every_action_of_the_policy_and_no_other(OverlayPolicyPurpose purpose, bool narrowed)
    {
        var policy = await AuthorAsync(purpose, narrowed);
        await using var lab = await StartAsync(policy.ToJson());
        if (purpose != OverlayPolicyPurpose.Setup)
        {
            await RouteAsync(lab);
        }

        lab.Server.ClearCalls();
        using var connection = await ConnectAsync(lab.Lab);
        await Work[purpose](connection, lab.Lab);

        var calls = lab.Server.Calls;
        Assert.All(calls, c => Assert.Equal($"arn:aws:iam::{lab.Lab.AccountId}:user/ops", c.CallerArn));
        Assert.DoesNotContain(calls, c => c.ErrorCode == "UnauthorizedOperation");
        Assert.Equal(
            policy.Statements.SelectMany(s => s.Actions).Order(StringComparer.Ordinal),
            calls.Select(c => "ec2:" + c.Action).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_validation_needs_every_action_of_its_policy_and_no_other()
    {
        const string role = "arn:aws:iam::123456789012:role/overlay-failover";
        var policy = PolicyAuthor.Write(
            new PolicyRequest { Purpose = OverlayPolicyPurpose.Validate, AssumableRoleArn = role },
            new PolicyScope("aws", "eu-central-1", "123456789012", []));
        await using var reach = await ReachLab.StartAsync(connected: true, Iam(policy.ToJson()) with { Roles = [FailoverRole()] });
        var lab = reach.Api;
        var list = (await lab.DoAsync(
            "CreateManagedPrefixList", ("PrefixListName", "sites"), ("AddressFamily", "IPv4"), ("MaxEntries", "1"), ("Entry.1.Cidr", "10.9.0.0/24"))).Text("prefixListId")!;
        await lab.DoAsync(
            "CreateRoute", ("RouteTableId", lab.MainTable), ("DestinationPrefixListId", list), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        lab.Server.ClearCalls();
        var settings = LabScene.SettingsFor(lab.Lab) with { Credential = new OverlayCredential(Key, Secret), StsEndpointUrl = lab.Lab.EndpointUrl };
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
        using var asRole = await Ec2ConnectionFactory.OpenAsync(settings with { RoleArn = role }, CancellationToken.None);

        var report = await new OverlayValidator(connection, _ => Task.FromResult(asRole)).TestAsync(
            new ValidationRequest
            {
                Destinations = [LabScene.Destination],
                VpcId = lab.Lab.VpcId,
                Candidates = [.. lab.Lab.Nodes.Select(n => RouteTarget.Instance(n.InstanceId))],
                Traffic = new OverlayTraffic { Ports = [new OverlayPortRange(443, 443)] },
                RoleArn = role,
                Wants = id => id != "MaySwitch",
            },
            SilentObserver.Instance,
            CancellationToken.None);
        var path = await new PathWalker(connection).WalkAsync(
            new PathRequest { Destination = CidrBlock.Parse(LabScene.Address), From = PathSource.Parse(reach.Transit.OutsideSubnetId) },
            SilentObserver.Instance,
            CancellationToken.None);

        Assert.True(path.Reaches, path.Reason);
        Assert.All(report.Checks, c => Assert.True(c.Passed, $"{c.Id}: {c.Evidence}"));
        Assert.Contains(report.Checks, c => c.Id == "RoleMaySwitch");
        var calls = lab.Server.Calls.Where(c => c.CallerArn == $"arn:aws:iam::{lab.Lab.AccountId}:user/ops").ToList();
        Assert.DoesNotContain(calls, c => c.ErrorCode is "UnauthorizedOperation" or "AccessDenied");
        Assert.Equal(
            policy.Statements.SelectMany(s => s.Actions).Order(StringComparer.Ordinal),
            calls.Select(c => (c.Action == "AssumeRole" ? "sts:" : "ec2:") + c.Action).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failover_that_creates_missing_routes_is_allowed_to()
    {
        var policy = await AuthorAsync(OverlayPolicyPurpose.Failover, narrowed: false, createMissing: true);
        await using var lab = await StartAsync(policy.ToJson());
        using var connection = await ConnectAsync(lab.Lab);
        await SwitchAsync(connection, lab.Lab, lab.Lab.Nodes[0], createMissing: true);
        Assert.Contains(lab.Server.Calls, c => c is { Action: "CreateRoute", ErrorCode: null });
    }

    [Fact]
    public async Task A_table_that_the_policy_does_not_name_is_refused()
    {
        var policy = await AuthorAsync(OverlayPolicyPurpose.Failover, narrowed: false, tables: 2);
        await using var lab = await StartAsync(policy.ToJson());
        await RouteAsync(lab);
        using var connection = await ConnectAsync(lab.Lab);
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = LabScene.Destination, Target = RouteTarget.Instance(lab.NodeB.InstanceId) }, CancellationToken.None);

        var run = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, CancellationToken.None);

        Assert.Equal(
            run.Reports.Select(r => policy.RouteTableIds.Contains(r.Step.RouteTableId) ? null : "AccessDenied"), run.Reports.Select(r => r.Error?.ErrorId));
        Assert.Single(run.Reports, r => r.Error is not null);
    }

    [Fact]
    public async Task Nobody_is_asked_about_what_was_given()
    {
        var resolver = new PolicyScopeResolver(
            _ => throw new InvalidOperationException("There is nothing to ask EC2."), _ => throw new InvalidOperationException("There is nothing to ask STS."));
        var scope = await resolver.ResolveAsync(
            new PolicyRequest
            {
                Purpose = OverlayPolicyPurpose.Failover,
                Region = "us-gov-west-1",
                AccountId = "210987654321",
                RouteTableIds = ["rtb-0aaaaaaaaaaaaaaa1"],
            },
            CancellationToken.None);
        Assert.Equal("arn:aws-us-gov:ec2:us-gov-west-1:210987654321:route-table/rtb-0aaaaaaaaaaaaaaa1", Assert.Single(scope.Resources).ToString());
    }

    [Fact]
    public async Task An_account_that_nobody_named_is_asked_for()
    {
        await using var lab = await LabClient.StartAsync(new LabOptions { AccountId = "210987654321" });
        var identity = await CallerIdentity.ReadAsync(LabScene.SettingsFor(lab.Lab) with { StsEndpointUrl = lab.Lab.EndpointUrl }, CancellationToken.None);
        Assert.Equal(new CallerIdentity("210987654321", "arn:aws:iam::210987654321:user/lab"), identity);
    }

    [Fact]
    public async Task Two_Regions_are_no_scope_of_one_policy()
    {
        var resolver = new PolicyScopeResolver(_ => throw new InvalidOperationException(), _ => throw new InvalidOperationException());
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => resolver.ResolveAsync(
            new PolicyRequest
            {
                Purpose = OverlayPolicyPurpose.Failover,
                Known = [Table("eu-central-1"), Table("eu-west-1")],
            },
            CancellationToken.None));
        Assert.Equal(("PolicyScopeMixed", Table("eu-west-1").ToString()), (error.ErrorId, error.Subject));

        static OverlayPolicyResource Table(string region) => new() { Arn = new Ec2Arn("aws", region, "123456789012", Ec2Arn.RouteTable, "rtb-0aaaaaaaaaaaaaaa1") };
    }

    // The lab's ids are the same each time, so that a policy can be written before there is a lab that has it.
    private static async Task<OverlayPolicy> AuthorAsync(OverlayPolicyPurpose purpose, bool narrowed, bool createMissing = false, int tables = int.MaxValue)
    {
        await using var lab = await LabClient.StartAsync(new LabOptions { Seed = Seed, TransitionDelay = TimeSpan.Zero });
        using var connection = await Ec2ConnectionFactory.OpenAsync(LabScene.SettingsFor(lab.Lab), CancellationToken.None);
        var request = new PolicyRequest
        {
            Purpose = purpose,
            VpcIds = tables == int.MaxValue ? [lab.Lab.VpcId!] : [],
            RouteTableIds = tables == int.MaxValue ? [] : [.. lab.Lab.RouteTableIds.Take(tables)],
            InstanceIds = [.. lab.Lab.Nodes.Select(n => n.InstanceId)],
            RequiredTags = narrowed ? new Dictionary<string, string> { ["Cluster"] = "hana" } : [],
            RequireVpc = narrowed,
            CreateMissing = createMissing,
        };
        var resolver = new PolicyScopeResolver(_ => Task.FromResult(connection), _ => Task.FromResult(lab.Lab.AccountId));
        return PolicyAuthor.Write(request, await resolver.ResolveAsync(request, CancellationToken.None));
    }

    private static async Task<LabClient> StartAsync(string document)
    {
        var lab = await LabClient.StartAsync(new LabOptions { Seed = Seed, TransitionDelay = TimeSpan.Zero, Iam = Iam(document) });
        foreach (var id in lab.Lab.RouteTableIds.Concat(lab.Lab.Nodes.Select(n => n.NetworkInterfaceId)))
        {
            await lab.DoAsync("CreateTags", ("ResourceId.1", id), ("Tag.1.Key", "Cluster"), ("Tag.1.Value", "hana"));
        }

        foreach (var node in lab.Lab.Nodes)
        {
            await lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", node.NetworkInterfaceId), ("SourceDestCheck.Value", "false"));
        }

        return lab;
    }

    private static LabIam Iam(string document) => new()
    {
        Users = [new LabIamUser { Name = "ops", AccessKeys = [new LabAccessKey(Key, Secret)], Policies = [new LabIamPolicy("purpose", document)] }],
    };

    private static LabIamRole FailoverRole() => new()
    {
        Name = "overlay-failover",
        TrustPolicy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}""",
        Policies = [new LabIamPolicy("failover", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:ReplaceRoute","Resource":"*"}]}""")],
    };

    private static async Task RouteAsync(LabClient lab)
    {
        foreach (var table in lab.Lab.RouteTableIds)
        {
            await lab.DoAsync(
                "CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", LabScene.Address), ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId));
        }
    }

    private static Task<Ec2Connection> ConnectAsync(OverlayLab lab) => Ec2ConnectionFactory.OpenAsync(
        LabScene.SettingsFor(lab) with { Credential = new OverlayCredential(Key, Secret) }, CancellationToken.None);

    private static async Task SetUpAsync(Ec2Connection connection, OverlayLab lab)
    {
        var planner = new RoutePlanner(connection);
        var scope = new RouteScope { VpcId = lab.VpcId };
        Assert.Equal(0, await CountAsync(connection, lab));
        await ExecuteAsync(connection, await planner.PlanCreateAsync(
            new CreateRoutePlanRequest { Destination = LabScene.Destination, Scope = scope, Target = RouteTarget.Instance(lab.Nodes[0].InstanceId) }, CancellationToken.None));
        await ExecuteAsync(connection, await planner.PlanCreateAsync(
            new CreateRoutePlanRequest { Destination = LabScene.Destination, Scope = scope, Target = RouteTarget.NetworkInterface(lab.Nodes[1].NetworkInterfaceId), Force = true },
            CancellationToken.None));
        Assert.Equal(lab.RouteTableIds.Count, await CountAsync(connection, lab));
        await ExecuteAsync(connection, await planner.PlanRemoveAsync(
            new RemoveRoutePlanRequest { Destination = LabScene.Destination, Scope = scope }, CancellationToken.None));
        foreach (var enabled in new[] { true, false })
        {
            foreach (var check in await ChecksAsync(connection, lab))
            {
                Assert.True(await new SourceDestCheckService(connection).SetAsync(check, enabled, CancellationToken.None) is { Changed: true });
            }
        }
    }

    private static async Task SwitchAsync(Ec2Connection connection, OverlayLab lab)
    {
        await SwitchAsync(connection, lab, lab.Nodes[1], createMissing: false);
        await ExecuteAsync(connection, await new RoutePlanner(connection).PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = LabScene.Destination, Target = RouteTarget.NetworkInterface(lab.Nodes[0].NetworkInterfaceId) }, CancellationToken.None));
    }

    private static async Task SwitchAsync(Ec2Connection connection, OverlayLab lab, OverlayLabNode target, bool createMissing) =>
        await ExecuteAsync(connection, await new RoutePlanner(connection).PlanSwitchAsync(
            new SwitchRoutePlanRequest
            {
                Destination = LabScene.Destination,
                Scope = new RouteScope { VpcId = lab.VpcId },
                Target = RouteTarget.Instance(target.InstanceId),
                CreateMissing = createMissing,
            },
            CancellationToken.None));

    private static async Task AuditAsync(Ec2Connection connection, OverlayLab lab)
    {
        Assert.Equal(lab.RouteTableIds.Count, await CountAsync(connection, lab));
        Assert.Equal(0, await CountAsync(connection, lab, "10.2.0.9/32"));
        Assert.All(await ChecksAsync(connection, lab), c => Assert.False(c.Enabled));
        await foreach (var check in new SourceDestCheckService(connection).GetAsync(
            new SourceDestCheckQuery { NetworkInterfaceIds = [lab.Nodes[0].NetworkInterfaceId] }, CancellationToken.None))
        {
            Assert.Equal(lab.Nodes[0].InstanceId, check.InstanceId);
        }
    }

    private static async Task ExecuteAsync(Ec2Connection connection, RoutePlan plan)
    {
        Assert.All(plan.Steps, s => Assert.NotEqual(RouteStepAction.None, s.Action));
        var run = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, CancellationToken.None);
        Assert.True(run.Succeeded, string.Join(' ', run.Reports.Select(r => r.Error?.Message)));
    }

    private static async Task<int> CountAsync(Ec2Connection connection, OverlayLab lab, string destination = LabScene.Address)
    {
        var count = 0;
        await foreach (var _ in new RouteInventory(connection).FindAsync(
            new RouteQuery { VpcIds = [lab.VpcId!], Destinations = [RouteDestination.Parse(destination)] }, CancellationToken.None))
        {
            count++;
        }

        return count;
    }

    private static async Task<List<OverlayIp.SourceDestCheck>> ChecksAsync(Ec2Connection connection, OverlayLab lab)
    {
        var checks = new List<OverlayIp.SourceDestCheck>();
        await foreach (var check in new SourceDestCheckService(connection).GetAsync(
            new SourceDestCheckQuery { InstanceIds = [.. lab.Nodes.Select(n => n.InstanceId)] }, CancellationToken.None))
        {
            checks.Add(check);
        }

        return checks;
    }
}
