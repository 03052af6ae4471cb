using System.Collections.Concurrent;
using System.Net.Sockets;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Integration.Tests.Validation;
using OverlayIp.Lab;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>What Test-OverlayIp says of a VPC, its packets say as well.</summary>
[Collection(nameof(Alone))]
public class ValidationTests(Xunit.Abstractions.ITestOutputHelper output)
{
    // Labs that stand at once: most of the time goes by in waiting for packets that do not come.
    private const int AtOnce = 4;

    // So long nothing must arrive where nothing can; and so long something may take where it can, on a machine that has other work.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(1300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Packets_arrive_exactly_where_no_check_of_traffic_fails()
    {
        Networked.Require();
        var disagreements = new ConcurrentQueue<string>();
        var reached = 0;
        var tried = BrokenVpcs.All.Where(v => v.NoPackets is null).ToList();
        await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (broken, _) =>
        {
            var (verdict, packets) = await TryAsync(broken);
            Interlocked.Add(ref reached, packets ? 1 : 0);
            if (packets != verdict is null)
            {
                disagreements.Enqueue($"{broken.Name}: {(packets ? "packets arrive" : "no packet arrives")}, but {verdict ?? "no check fails"}");
            }
        });

        output.WriteLine($"{tried.Count} VPCs: packets arrived in {reached}.");
        Assert.Empty(disagreements);

        // Neither answer was given by default.
        Assert.InRange(reached, 5, tried.Count - 20);
    }

    // Why packets should not arrive (null: they should), and whether they do.
    private static async Task<(string? Verdict, bool Packets)> TryAsync(BrokenVpc broken)
    {
        await using var lab = await Networked.StartAsync(new LabOptions { TransitionDelay = TimeSpan.Zero });
        var vpc = await OverlayVpc.BuildAsync(lab.Api, broken.IsIpv6);
        await lab.DoAsync(vpc.A, $"ip address add {vpc.Destination} dev eth0{(vpc.IsIpv6 ? " nodad" : "")}");
        using var server = TcpEcho.Start(lab.Of(vpc.A).Namespace, vpc.Address);
        Assert.True(await ArriveAsync(lab, vpc, [vpc.Client, vpc.B], isExpected: true), $"{broken.Name}: no packet arrives even before.");

        using var connection = await Ec2ConnectionFactory.OpenAsync(vpc.Settings, CancellationToken.None);
        await broken.BreakAsync(vpc);
        var request = broken.Ask(vpc, vpc.Request());
        OverlayLabNode[] asking = request.ClientSubnetIds.Count > 0 ? [vpc.Client] : [vpc.Client, vpc.B];
        var report = await new OverlayValidator(connection).TestAsync(
            request with { ClientSubnetIds = [.. asking.Select(n => n.SubnetId)] }, SilentObserver.Instance, CancellationToken.None);
        var failed = report.Checks.FirstOrDefault(c => c is { Status: OverlayCheckStatus.Fail, Concerns: OverlayCheckConcern.Traffic });
        return (failed is null ? null : $"{failed.Id} {failed.Subject}: {failed.Evidence}", await ArriveAsync(lab, vpc, asking, isExpected: failed is null));
    }

    private static async Task<bool> ArriveAsync(Networked lab, OverlayVpc vpc, IReadOnlyList<OverlayLabNode> asking, bool isExpected)
    {
        var answers = await Task.WhenAll(asking.Select(node => Task.Run(() => AnswersAsync(lab, vpc, node, isExpected ? Patience : Silence))));
        return Array.TrueForAll(answers, answered => answered);
    }

    private static async Task<bool> AnswersAsync(Networked lab, OverlayVpc vpc, OverlayLabNode from, TimeSpan within)
    {
        var deadline = DateTime.UtcNow + within;
        do
        {
            using var socket = InNamespace.Do(lab.Of(from).Namespace, () => new Socket(
                vpc.IsIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            using var patience = new CancellationTokenSource(deadline - DateTime.UtcNow is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
            try
            {
                await socket.ConnectAsync(System.Net.IPAddress.Parse(vpc.Address), OverlayVpc.Port, patience.Token);
                await socket.SendAsync("hello"u8.ToArray(), SocketFlags.None, patience.Token);
                return await socket.ReceiveAsync(new byte[16], SocketFlags.None, patience.Token) > 0;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                await Task.Delay(50);
            }
        }
        while (DateTime.UtcNow < deadline);
        return false;
    }
}
