using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Lab;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>Each fault fails exactly the checks that are about it, and what the remedies say makes them pass.</summary>
public class BrokenVpcTests
{
    // A remedy that is pasted may show what it had hidden; more often than this nobody should have to look.
    private const int MostRounds = 2;

    public static TheoryData<string> Names => [.. BrokenVpcs.All.Select(v => v.Name)];

    [Fact]
    public void There_are_at_least_forty_broken_VPCs_and_no_two_have_the_same_name() =>
        Assert.True(BrokenVpcs.All.Select(v => v.Name).Distinct().Count() is >= 40 and var distinct && distinct == BrokenVpcs.All.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fails_exactly_its_checks_and_the_remedies_mend_it(string name)
    {
        var broken = BrokenVpcs.All.Single(v => v.Name == name);
        await using var lab = await LabClient.StartAsync(new LabOptions { TransitionDelay = TimeSpan.Zero });
        var vpc = await OverlayVpc.BuildAsync(lab, broken.IsIpv6);
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);
        await broken.BreakAsync(vpc);
        var request = broken.Ask(vpc, vpc.Request());

        var found = await TestAsync(connection, request);

        Assert.Equal((broken.Fails, broken.Warns), (Ids(found, OverlayCheckStatus.Fail), Ids(found, OverlayCheckStatus.Warn)));
        Assert.All(found.Where(c => c.Status is OverlayCheckStatus.Fail or OverlayCheckStatus.Warn), c => Assert.False(string.IsNullOrEmpty(c.Remedy), Tell([c])));
        if (broken.NotMended is not null)
        {
            return;
        }

        for (var round = 0; round < MostRounds && found.Any(NeedsMending); round++)
        {
            foreach (var check in found.Where(NeedsMending))
            {
                request = await new PastedRemedy(vpc, connection).RunAsync(check, request);
            }

            found = await TestAsync(connection, request);
        }

        Assert.True(!found.Any(NeedsMending), Tell(found.Where(NeedsMending)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_healthy_VPC_passes_everything_without_a_warning(bool isIpv6)
    {
        await using var lab = await LabClient.StartAsync(new LabOptions { TransitionDelay = TimeSpan.Zero });
        var vpc = await OverlayVpc.BuildAsync(lab, isIpv6);
        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);

        var found = await TestAsync(connection, vpc.Request());

        Assert.All(found, c => Assert.True(c.Status is OverlayCheckStatus.Pass or OverlayCheckStatus.Skipped, Tell([c])));
        Assert.Equal("KernelSettings LocalAddress", Ids(found, OverlayCheckStatus.Skipped));
        Assert.All(found, c => Assert.True(c.Passed));
    }

    private static bool NeedsMending(OverlayCheck check) => check.Status is OverlayCheckStatus.Fail or OverlayCheckStatus.Warn;

    internal static async Task<IReadOnlyList<OverlayCheck>> TestAsync(Ec2Connection connection, ValidationRequest request) =>
        (await new OverlayValidator(connection).TestAsync(request, SilentObserver.Instance, CancellationToken.None)).Checks;

    internal static string Ids(IEnumerable<OverlayCheck> checks, OverlayCheckStatus status) =>
        string.Join(' ', checks.Where(c => c.Status == status).Select(c => c.Id).Distinct().Order(StringComparer.Ordinal));

    private static string Tell(IEnumerable<OverlayCheck> checks) => string.Join('\n', checks.Select(c => $"{c.Status} {c.Id} {c.Subject}: {c.Evidence} -> {c.Remedy}"));
}
