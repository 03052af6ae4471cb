using System.Diagnostics;
using System.Globalization;
using System.Text;
using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Benchmarks.Fifo;

/// <summary>
/// The published <c>overlayip agent</c> reads a FIFO as keepalived writes it. Measured is the time from before the write of MASTER until
/// the endpoint has received the first, and the last, ReplaceRoute of four, by the endpoint's own list of calls: the same clock.
/// </summary>
internal sealed class FifoEventBenchmark : IBenchmark
{
    private const int Tables = 4;
    private const int WarmUps = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "fifo-event";

    public string Question => "How long from keepalived's line in the FIFO to the ReplaceRoute at the endpoint?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return BenchmarkResult.None(this, "keepalived and its FIFO are Linux's");
        }

        var executable = options.Agent ?? await AgentBuild.PublishAsync(cancellationToken);
        await using var lab = await BenchmarkLab.StartAsync(Tables, cancellationToken);
        using var connection = await lab.ConnectAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("overlayip-benchmark-");
        try
        {
            using var agent = Start(executable, lab, folder.FullName);
            try
            {
                return await MeasureAsync(lab, connection, agent, Path.Combine(folder.FullName, "vrrp.fifo"), options.Runs ?? 200, cancellationToken);
            }
            finally
            {
                agent.Kill();
                await agent.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<BenchmarkResult> MeasureAsync(
        BenchmarkLab lab, Ec2Connection connection, Process agent, string path, int runs, CancellationToken cancellationToken)
    {
        while (await agent.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is { } line && !line.Contains("event=ready", StringComparison.Ordinal))
        {
        }

        // The log must not fill its pipe.
        _ = agent.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await using var fifo = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 });
        var (first, last) = (new List<double>(), new List<double>());
        for (var run = -WarmUps; run < runs; run++)
        {
            await lab.PointAtAsync(lab.NodeB, connection, cancellationToken);
            var written = DateTimeOffset.UtcNow;
            await fifo.WriteAsync(Line("MASTER"), cancellationToken);
            var received = await ReceivedAsync(lab, cancellationToken);
            if (run >= 0)
            {
                first.Add((received[0] - written).TotalMilliseconds);
                last.Add((received[^1] - written).TotalMilliseconds);
            }

            await SettleAsync(lab, connection, cancellationToken);
            await fifo.WriteAsync(Line("BACKUP"), cancellationToken);
            await Task.Delay(20, cancellationToken);
        }

        return Describe(first, last);
    }

    private static byte[] Line(string state) => Encoding.ASCII.GetBytes($"INSTANCE \"VI_1\" {state} 100\n");

    private static async Task<DateTimeOffset[]> ReceivedAsync(BenchmarkLab lab, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            // Calls are listed when they have been answered.
            var received = lab.Server.Calls.Where(c => c.Action == "ReplaceRoute").Select(c => c.Timestamp).Order().ToArray();
            if (received.Length >= Tables)
            {
                return received;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The agent has not changed the routes.");
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    // What was fast must also be right, and the agent's reading back must not run into the next round.
    private static async Task SettleAsync(BenchmarkLab lab, Ec2Connection connection, CancellationToken cancellationToken)
    {
        await lab.RequireAtAsync(lab.NodeA, connection, cancellationToken);
        await Task.Delay(30, cancellationToken);
    }

    private static Process Start(string executable, BenchmarkLab lab, string folder)
    {
        var described = lab.Server.Describe();
        var tables = string.Join(", ", lab.RouteTableIds.Select(id => $"\"{id}\""));
        File.WriteAllText(Path.Combine(folder, "overlayip.json"), $$"""
            {
              "connection": { "region": "{{described.Region}}", "endpointUrl": "{{described.EndpointUrl}}" },
              "node": "{{lab.NodeA.NetworkInterfaceId}}",
              "lockDirectory": "{{folder}}",
              "routeSets": [ { "destination": "{{BenchmarkLab.Address}}", "routeTableIds": [{{tables}}], "vrrpInstance": "VI_1" } ]
            }
            """);
        var start = new ProcessStartInfo(executable, ["agent", "--config", Path.Combine(folder, "overlayip.json"), "--fifo", Path.Combine(folder, "vrrp.fifo")]) { RedirectStandardOutput = true };
        foreach (var (name, value) in described.EnvironmentVariables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private BenchmarkResult Describe(List<double> first, List<double> last)
    {
        Timings[] timings = [new("the first ReplaceRoute received", first), new($"the last of {Tables} received", last)];
        return new BenchmarkResult
        {
            Name = Name,
            Title = "From keepalived's line in the FIFO to the endpoint, resident agent",
            Header = ["what", "median", "range", "runs", "p99"],
            Rows = [.. timings.Select(t => (string[])[t.What, .. t.Cells, Timings.Show(NinetyNinth(t.Milliseconds))])],
            Timings = timings,
            Goals =
            [
                new Goal("median to the first ReplaceRoute, in ms", timings[0].Median, 5),
                new Goal("99th percentile to the first ReplaceRoute, in ms", NinetyNinth(first), 25),
            ],
            Notes = [string.Create(CultureInfo.InvariantCulture, $"After {WarmUps} events that do not count. The local address is keepalived's.")],
        };
    }

    private static double NinetyNinth(IReadOnlyList<double> series) => series.Order().ElementAt((int)Math.Ceiling(series.Count * 0.99) - 1);
}
