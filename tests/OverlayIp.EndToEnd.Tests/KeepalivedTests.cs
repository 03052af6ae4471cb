using System.Globalization;
using OverlayIp.EndToEnd.Tests.Support;
using OverlayIp.Lab.Network.Probing;
using OverlayIp.Network.Tests.Support;
using Xunit.Abstractions;

namespace OverlayIp.EndToEnd.Tests;

/// <summary>
/// keepalived fails over between two subnets, by unicast VRRP every 100 ms, with <c>overlayip notify</c> for its script. Again and again
/// the master is lost, in one of three ways, and comes back as the backup.
/// </summary>
public class KeepalivedTests(ITestOutputHelper output)
{
    private const int Rounds = 20;

    private static readonly TimeSpan Patience = Networked.Patience;

    [SkippableFact]
    public Task The_address_moves_when_keepalived_is_killed() => FailOverAsync(
        (_, master) => master.KillAsync(),
        (_, master) =>
        {
            master.Start();
            return Task.CompletedTask;
        });

    [SkippableFact]
    public Task The_address_moves_when_the_link_goes_down() => FailOverAsync(
        (cluster, master) => cluster.Lab.DoAsync(master.Node, "ip link set eth0 down"),
        async (cluster, master) =>
        {
            await cluster.Lab.DoAsync(master.Node, "ip link set eth0 up");
            // The kernel has dropped the default route with the link; on EC2 the DHCP client puts it back.
            var gateway = master.Node.PrivateIpAddress[..master.Node.PrivateIpAddress.LastIndexOf('.')] + ".1";
            await cluster.Lab.DoAsync(master.Node, $"ip route replace default via {gateway} dev eth0 onlink");
        });

    [SkippableFact]
    public Task The_address_moves_when_the_instance_is_stopped() => FailOverAsync(
        (cluster, master) => cluster.Lab.Api.DoAsync("StopInstances", ("InstanceId.1", master.Node.InstanceId)),
        async (cluster, master) =>
        {
            await cluster.Lab.UntilAsync(master.Node, "stopped");
            await master.EndedAsync();
            await cluster.Lab.Api.DoAsync("StartInstances", ("InstanceId.1", master.Node.InstanceId));
            await cluster.Lab.UntilAsync(master.Node, "running");
            cluster.AnswerAgain(master.Node);
            master.Start();
        });

    private async Task FailOverAsync(Func<KeepalivedCluster, KeepalivedNode, Task> lose, Func<KeepalivedCluster, KeepalivedNode, Task> repair)
    {
        Networked.Require(("keepalived", "keepalived"));
        await using var cluster = await KeepalivedCluster.StartAsync();
        var outages = new List<double>();
        var stayed = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            var (master, survivor) = (cluster.Master, cluster.Backup);
            var times = master.TimesBackup;
            var before = cluster.Probe.Now;
            await lose(cluster, master);
            await cluster.RequireAsync(() => cluster.Scene.IsEverywhereAtAsync(survivor.Node), Patience, $"round {round}: not all routes are {survivor.Node.Name}'s");
            await RequireOnlyOneAnswersAsync(cluster, survivor.Node, round);
            outages.Add(OutageAfter(cluster.Probe, before, survivor.Node.Name).TotalMilliseconds);

            await repair(cluster, master);
            await cluster.RequireAsync(() => Task.FromResult(master.TimesBackup > times), Patience, $"round {round}: {master.Node.Name} did not come back as the backup");
            await cluster.RequireSettledAsync($"round {round}, repaired");
            stayed += cluster.Master == survivor ? 1 : 0;
        }

        outages.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outages.Count} failovers; outage {outages[0]:0} to {outages[^1]:0} ms, median {outages[outages.Count / 2]:0} ms; stayed with the survivor {stayed} times"));
    }

    // Whatever is asked from now on is answered once, and by the survivor.
    private static async Task RequireOnlyOneAnswersAsync(KeepalivedCluster cluster, OverlayLabNode survivor, int round)
    {
        var first = await cluster.Probe.FromAsync(survivor.Name, Patience, CancellationToken.None);
        Assert.True(first is not null, cluster.Describe($"round {round}: {survivor.Name} does not answer"));
        await Task.Delay(100);
        var after = cluster.Probe.Answers.Where(answer => answer.SentAt >= first.SentAt).ToArray();
        Assert.True(after.All(answer => answer.Name == survivor.Name), cluster.Describe($"round {round}: another than {survivor.Name} answers"));
        Assert.True(after.Select(answer => answer.Sequence).Distinct().Count() == after.Length, cluster.Describe($"round {round}: a question was answered twice"));
    }

    private static TimeSpan OutageAfter(AddressProbe probe, TimeSpan since, string survivor)
    {
        var answers = probe.Answers;
        var lost = answers.Where(answer => answer.Name != survivor).Select(answer => answer.ReceivedAt).DefaultIfEmpty(since).Max();
        var found = answers.First(answer => answer.Name == survivor && answer.ReceivedAt > since).ReceivedAt;
        return found - lost;
    }
}
