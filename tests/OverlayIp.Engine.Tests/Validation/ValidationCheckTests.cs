using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Checks;
using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Tests.Validation;

/// <summary>Checks against facts that no lab can set.</summary>
public class ValidationCheckTests
{
    private const string Vpc = "vpc-0000000a";
    private const string EniA = "eni-0000000a";
    private const string EniB = "eni-0000000b";
    private const string InstanceA = "i-0000000a";
    private const string InstanceB = "i-0000000b";

    [Theory]
    [InlineData("ok", "ok", "", "Pass Pass")]
    [InlineData("initializing", "initializing", "", "Pass Pass")]
    [InlineData("impaired", "ok", "", "Warn Pass")]
    [InlineData("ok", "impaired", "", "Warn Pass")]
    [InlineData("ok", "ok", "instance-stop from 2026-11-30 04:00 UTC", "Warn Pass")]
    public void Status_checks_and_scheduled_events_of_a_node_are_warnings(string system, string instance, string scheduled, string expected)
    {
        var view = View(Facts() with
        {
            Health = Reading<InstanceHealthFact>.Of(
                new InstanceHealthFact(InstanceA, system, instance, scheduled.Length == 0 ? [] : [scheduled]), new InstanceHealthFact(InstanceB, "ok", "ok", [])),
        });

        var found = new NodeHealthyCheck().Judge(view).ToList();

        Assert.Equal(expected, string.Join(' ', found.Select(f => f.Status)));
        Assert.Equal(scheduled.Length > 0 ? $"Switch-OverlayRoute 10.2.0.1 -VpcId {Vpc} -NetworkInterfaceId {EniB}" : null, scheduled.Length > 0 ? found[0].Remedy : null);
    }

    [Theory]
    [InlineData("pending", OverlayCheckStatus.Warn, "aws ec2 wait instance-running --instance-ids i-0000000a")]
    [InlineData("stopped", OverlayCheckStatus.Fail, "aws ec2 start-instances --instance-ids i-0000000a; aws ec2 wait instance-running --instance-ids i-0000000a")]
    [InlineData("stopping", OverlayCheckStatus.Fail, "aws ec2 wait instance-stopped --instance-ids i-0000000a; aws ec2 start-instances --instance-ids i-0000000a; aws ec2 wait instance-running --instance-ids i-0000000a")]
    [InlineData("shutting-down", OverlayCheckStatus.Fail, "Switch-OverlayRoute 10.2.0.1 -VpcId vpc-0000000a -NetworkInterfaceId eni-0000000b")]
    public void A_target_in_another_state_is_mended_as_that_state_allows(string state, OverlayCheckStatus status, string remedy)
    {
        var finding = new TargetRunningCheck().Judge(View(Facts(stateOfA: state))).Single();

        Assert.Equal((InstanceA, status, remedy), (finding.Subject, finding.Status, finding.Remedy));
    }

    [Fact]
    public void A_target_of_another_account_may_run_or_not()
    {
        var facts = Facts() with
        {
            Instances = Reading<InstanceFact>.Of(),
            Interfaces = Reading<NetworkInterfaceFact>.Of(Interface(EniA, "i-0000000f", "subnet-a")),
        };

        Assert.Equal(OverlayCheckStatus.Warn, new TargetRunningCheck().Judge(View(facts, candidates: [])).Single().Status);
    }

    [Fact]
    public void A_longer_prefix_that_a_gateway_announces_is_taken_away_at_the_gateway()
    {
        var facts = Facts(routes: [Overlay("10.3.0.0/24", EniA, InstanceA), new RouteFact
        {
            Destination = RouteDestination.Parse("10.3.0.0/25"),
            Hop = new RouteHop(RouteHopKind.Gateway, "vgw-1"),
            IsPropagated = true,
        }]);

        var finding = new NotShadowedCheck().Judge(View(facts, "10.3.0.0/24")).Single();

        Assert.Equal((OverlayCheckStatus.Fail, "aws ec2 disable-vgw-route-propagation --route-table-id rtb-main --gateway-id vgw-1"), (finding.Status, finding.Remedy));
    }

    [Fact]
    public void A_longer_prefix_to_the_same_node_shadows_nothing()
    {
        var facts = Facts(routes: [Overlay("10.3.0.0/24", EniA, InstanceA), Overlay("10.3.0.0/25", EniA, InstanceA)]);

        Assert.Equal(OverlayCheckStatus.Pass, new NotShadowedCheck().Judge(View(facts, "10.3.0.0/24")).Single().Status);
    }

    [Theory]
    [InlineData(0, 449, OverlayCheckStatus.Pass)]
    [InlineData(0, 460, OverlayCheckStatus.Warn)]
    [InlineData(200, 260, OverlayCheckStatus.Warn)]
    [InlineData(200, 240, OverlayCheckStatus.Pass)]
    public void A_prefix_list_counts_with_its_maximum_size_and_announced_routes_do_not_count(int listSize, int routes, OverlayCheckStatus expected)
    {
        RouteFact[] all =
        [
            Overlay("10.2.0.1/32", EniA, InstanceA),
            .. listSize > 0 ? [Overlay("pl-00000001", EniA, InstanceA)] : Array.Empty<RouteFact>(),
            .. Enumerable.Range(0, routes).Select(i => Overlay($"10.50.{i / 256}.{i % 256}/32", EniA, InstanceA)),
            .. Enumerable.Range(0, 100).Select(i => Overlay($"10.60.0.{i}/32", EniA, InstanceA) with { IsPropagated = true }),
        ];
        var facts = Facts(routes: all) with { PrefixLists = Reading<PrefixListFact>.Of(new PrefixListFact { Id = "pl-00000001", MaxEntries = listSize }) };

        Assert.Equal(expected, new RouteQuotaCheck().Judge(View(facts)).Single().Status);
    }

    [Theory]
    [InlineData("fd00:2::1", "fd00:9::/64", "2001:db8:0:1::/64", "Pass")]
    [InlineData("fd00:2::1", "", "2001:db8:0:1::/64", "Fail aws ec2 associate-subnet-cidr-block --subnet-id subnet-a --ipv6-cidr-block 2001:db8::/64")]
    [InlineData("fd00:2::1", "", "", "Fail aws ec2 associate-vpc-cidr-block --vpc-id vpc-0000000a --amazon-provided-ipv6-cidr-block")]
    public void IPv6_needs_blocks_of_it(string destination, string subnetBlock, string vpcHas, string expected)
    {
        RouteFact[] routes =
        [
            Overlay(destination, EniA, InstanceA),
            .. vpcHas.Length > 0 ? [Local("2001:db8::/56")] : Array.Empty<RouteFact>(),
        ];
        SubnetFact[] subnets =
        [
            Subnet("subnet-a", "10.0.1.0/24", subnetBlock),
            Subnet("subnet-c", "10.0.11.0/24", vpcHas),
        ];
        var facts = Facts(routes: routes) with { Subnets = Reading<SubnetFact>.Of(subnets) };

        var finding = new Ipv6EnabledCheck().Judge(View(facts, destination, candidates: [])).Single();

        Assert.Equal(expected, $"{finding.Status} {finding.Remedy}".TrimEnd());
    }

    [Fact]
    public void Where_no_number_is_free_before_the_denying_entry_that_entry_goes()
    {
        var entry = new AclEntryFact { Number = 1, IsEgress = false, IsAllow = false, Protocol = -1, Block = CidrBlock.Parse("0.0.0.0/0") };
        var facts = Facts() with
        {
            Acls = Reading<NetworkAclFact>.Of(
                new NetworkAclFact { Id = "acl-1", SubnetIds = ["subnet-a"], Entries = [entry] },
                new NetworkAclFact { Id = "acl-2", SubnetIds = ["subnet-c"], Entries = [entry with { IsAllow = true }] }),
        };

        var finding = new NetworkAclInCheck().Judge(View(facts, candidates: [])).Single();

        Assert.Equal(("acl-1", "aws ec2 delete-network-acl-entry --network-acl-id acl-1 --ingress --rule-number 1"), (finding.Subject, finding.Remedy));
    }

    [Fact]
    public void A_dry_run_that_fails_for_another_reason_than_a_permission_fails_without_a_policy()
    {
        var facts = Facts() with
        {
            Trials = Reading<SwitchTrialFact>.Of(new SwitchTrialFact
            {
                Destination = RouteDestination.Parse("10.2.0.1"),
                RouteTableId = "rtb-main",
                Action = "ReplaceRoute",
                IsAllowed = false,
                Message = "The endpoint does not know dry runs.",
            }),
        };

        var finding = new MaySwitchCheck().Judge(View(facts)).Single();

        Assert.Equal((OverlayCheckStatus.Fail, null), (finding.Status, finding.Remedy));
        Assert.Contains("does not know dry runs", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_has_an_id_of_its_own()
    {
        Assert.Equal(OverlayValidator.CheckIds.Count, OverlayValidator.CheckIds.Distinct().Count());
        Assert.All(OverlayValidator.CheckIds, id => Assert.Matches("^[A-Z][A-Za-z0-9]+$", id));
    }

    private static DestinationView View(VpcFacts facts, string destination = "10.2.0.1", IReadOnlyList<RouteTarget>? candidates = null) => new(
        facts,
        RouteDestination.Parse(destination),
        new ValidationRequest
        {
            VpcId = Vpc,
            Candidates = candidates ?? [RouteTarget.Instance(InstanceB)],
            Traffic = new OverlayTraffic { Ports = [new OverlayPortRange(443, 443)] },
        });

    // Node A has the address, node B may take it over, clients are in a subnet of their own; all use the main table.
    private static VpcFacts Facts(string stateOfA = "running", RouteFact[]? routes = null) => new()
    {
        VpcId = Vpc,
        Tables = Reading<RouteTableFact>.Of(new RouteTableFact
        {
            Id = "rtb-main",
            IsMain = true,
            Routes = [Local("10.0.0.0/16"), .. routes ?? [Overlay("10.2.0.1/32", EniA, InstanceA)]],
        }),
        Subnets = Reading<SubnetFact>.Of(Subnet("subnet-a", "10.0.1.0/24", ""), Subnet("subnet-c", "10.0.11.0/24", "")),
        Instances = Reading<InstanceFact>.Of(
            new InstanceFact { Id = InstanceA, State = stateOfA, VpcId = Vpc, Interfaces = [Interface(EniA, InstanceA, "subnet-a")] },
            new InstanceFact { Id = InstanceB, State = "running", VpcId = Vpc, Interfaces = [Interface(EniB, InstanceB, "subnet-a")] }),
    };

    private static SubnetFact Subnet(string id, string ipv4, string ipv6) =>
        new() { Id = id, Blocks = [CidrBlock.Parse(ipv4), .. ipv6.Length > 0 ? [CidrBlock.Parse(ipv6)] : Array.Empty<CidrBlock>()] };

    private static NetworkInterfaceFact Interface(string id, string instanceId, string subnetId) =>
        new() { Id = id, InstanceId = instanceId, VpcId = Vpc, SubnetId = subnetId, SourceDestCheck = false };

    private static RouteFact Local(string block) => new() { Destination = RouteDestination.Parse(block), Hop = new RouteHop(RouteHopKind.Gateway, "local"), IsLocal = true };

    private static RouteFact Overlay(string destination, string eni, string instance) =>
        new() { Destination = RouteDestination.Parse(destination), Hop = new RouteHop(RouteHopKind.NetworkInterface, eni), InstanceId = instance };
}
