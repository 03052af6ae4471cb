using System.Diagnostics;
using System.Net;
using Amazon.EC2.Model;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Lab;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Network.Probing;

namespace OverlayIp.Benchmarks.Network;

/// <summary>Real packets in the networked lab: what a client misses of a warm switch, and how long the lab takes to start.</summary>
internal sealed class NetworkBenchmark : IBenchmark
{
    private const double LongestOutage = 50;
    private const double LongestStart = 3000;
    private const int WarmUps = 20;

    private static readonly RouteDestination Destination = RouteDestination.Parse(BenchmarkLab.Address);

    public string Name => "network";

    public string Question => "What does a client that probes every 5 ms miss of a warm switch?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await MeasureAsync(options.Runs ?? 50, cancellationToken);
        }
        catch (OverlayIpException impossible) when (impossible.ErrorId == "LabNetworkNotPossible")
        {
            return BenchmarkResult.None(this, $"{impossible.Message} {impossible.RecommendedAction}");
        }
    }

    private async Task<BenchmarkResult> MeasureAsync(int runs, CancellationToken cancellationToken)
    {
        var first = await StartAndStopAsync(cancellationToken);
        var starts = new List<Times>();
        for (var i = 0; i < Math.Min(runs, 20); i++)
        {
            starts.Add(await StartAndStopAsync(cancellationToken));
        }

        var outages = await OutagesAsync(runs, cancellationToken);
        Timings[] timings =
        [
            new("outage of a warm switch", [.. outages.Select(o => o.Outage)]),
            new("from the call to the new node's first answer", [.. outages.Select(o => o.ToFirstAnswer)]),
            new("lab start, two nodes and a client", [.. starts.Select(s => s.Start)]),
            new("lab start, the first in a process", [first.Start]),
            new("lab stop", [.. starts.Select(s => s.Stop)]),
        ];
        return new BenchmarkResult
        {
            Name = Name,
            Title = "Real packets: the networked lab",
            Header = ["what", "median", "range", "runs"],
            Rows = [.. timings.Select(t => (string[])[t.What, .. t.Cells])],
            Timings = timings,
            Goals =
            [
                new Goal("median outage of a warm switch, in ms", timings[0].Median, LongestOutage),
                new Goal("lab start, the slowest, in ms", Math.Max(timings[2].Max, first.Start), LongestStart),
            ],
            Notes = [$"Probes every 5 ms; {outages.Sum(o => o.Lost)} of {outages.Sum(o => o.Sent)} were not answered by anybody."],
        };
    }

    private static async Task<Times> StartAndStopAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var lab = await LabServer.StartAsync(new LabOptions { Network = true }, cancellationToken);
        var start = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        await lab.DisposeAsync();
        return new Times(start, watch.Elapsed.TotalMilliseconds);
    }

    private static async Task<List<Gap>> OutagesAsync(int runs, CancellationToken cancellationToken)
    {
        await using var server = await LabServer.StartAsync(new LabOptions { Network = true }, cancellationToken);
        var lab = server.Describe();
        using var connection = await ConnectAsync(lab, cancellationToken);
        foreach (var node in lab.Nodes)
        {
            await connection.Client.ModifyNetworkInterfaceAttributeAsync(
                new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = node.NetworkInterfaceId, SourceDestCheck = false }, cancellationToken);
            using var adding = Process.Start(server.Network!.FindNode(node.InstanceId)!.Command("ip", ["address", "add", BenchmarkLab.Address, "dev", "eth0"]))!;
            await adding.WaitForExitAsync(cancellationToken);
        }

        foreach (var table in lab.RouteTableIds)
        {
            await connection.Client.CreateRouteAsync(
                new CreateRouteRequest { RouteTableId = table, DestinationCidrBlock = Destination.ToString(), NetworkInterfaceId = lab.Nodes[0].NetworkInterfaceId },
                cancellationToken);
        }

        var address = IPAddress.Parse(BenchmarkLab.Address);
        NetworkedLabNode Of(OverlayLabNode node) => server.Network!.FindNode(node.InstanceId)!;
        using var a = NodeResponder.Start(Of(lab.Nodes[0]), address);
        using var b = NodeResponder.Start(Of(lab.Nodes[1]), address);
        var outages = new List<Gap>();
        for (var i = 0; i < runs + WarmUps; i++)
        {
            var outage = await OutageAsync(connection, Of(lab.Clients[0]), lab.Nodes[i % 2], lab.Nodes[(i + 1) % 2], cancellationToken);
            if (i >= WarmUps)
            {
                outages.Add(outage);
            }
        }

        return outages;
    }

    private static Task<Ec2Connection> ConnectAsync(OverlayLab lab, CancellationToken cancellationToken) => Ec2ConnectionFactory.OpenAsync(
        new ConnectionSettings { Region = lab.Region, EndpointUrl = lab.EndpointUrl, Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey) },
        cancellationToken);

    private static async Task<Gap> OutageAsync(
        Ec2Connection connection, NetworkedLabNode client, OverlayLabNode from, OverlayLabNode to, CancellationToken cancellationToken)
    {
        using var probe = AddressProbe.Start(client, IPAddress.Parse(BenchmarkLab.Address), TimeSpan.FromMilliseconds(5));
        await AnsweredAsync(probe, from, cancellationToken);
        var called = probe.Now;
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(
            new SwitchRoutePlanRequest { Destination = Destination, Target = RouteTarget.Instance(to.InstanceId) }, cancellationToken);
        var execution = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, cancellationToken);
        if (!execution.Succeeded)
        {
            throw new InvalidOperationException($"The switch failed: {execution.Reports.FirstOrDefault(r => r.Error is not null)?.Error?.Message}");
        }

        await AnsweredAsync(probe, to, cancellationToken);
        await probe.EndAsync(cancellationToken);
        var answers = probe.Answers;
        var first = answers.First(answer => answer.Name == to.Name);
        var last = answers.Where(answer => answer.Name == from.Name).MaxBy(answer => answer.ReceivedAt)!;
        return new Gap(
            (first.ReceivedAt - last.ReceivedAt).TotalMilliseconds,
            (first.ReceivedAt - called).TotalMilliseconds,
            probe.Sent,
            probe.Sent - answers.Count);
    }

    private static async Task AnsweredAsync(AddressProbe probe, OverlayLabNode by, CancellationToken cancellationToken)
    {
        if (await probe.FromAsync(by.Name, TimeSpan.FromSeconds(10), cancellationToken) is null)
        {
            throw new InvalidOperationException($"{by.Name} does not answer.");
        }
    }

    private sealed record Times(double Start, double Stop);

    private sealed record Gap(double Outage, double ToFirstAnswer, int Sent, int Lost);
}
