using System.Diagnostics;
using System.Globalization;
using Amazon.EC2.Model;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Benchmarks.WarmSwitch;

/// <summary>
/// Plan, replace and read back in a session that is connected already, at several latencies, in turn with a single call: what a
/// round trip really takes here, timers and wake-ups included. The lab's list of calls tells how many were waited for.
/// </summary>
internal sealed class WarmSwitchBenchmark : IBenchmark
{
    private const int MostRoundTrips = 3;

    // Enough for the runtime to have replaced its first, unoptimized code.
    private const int WarmUps = 500;

    // Nothing is waited for without latency: that column is the work, and its calls need not overlap.
    private static readonly int[] Latencies = [0, 1, 5, 20, 50, 100];
    private static readonly int[] TableCounts = [1, 4, 10, 16];

    public string Name => "warm-switch";

    public string Question => "How many round trips does a switch take in a warm session?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await WarmUpAsync(cancellationToken);
        var cells = new List<Cell>();
        foreach (var tables in TableCounts)
        {
            await using var lab = await BenchmarkLab.StartAsync(tables, cancellationToken);
            using var connection = await lab.ConnectAsync(cancellationToken);
            await MeasureAsync(lab, connection, TimeSpan.Zero, 10, cancellationToken);
            foreach (var latency in Latencies)
            {
                var runs = await MeasureAsync(lab, connection, TimeSpan.FromMilliseconds(latency), options.Runs ?? 15, cancellationToken);
                cells.Add(new Cell(tables, latency, runs));
                await Console.Error.WriteLineAsync($"  {tables} tables, {latency} ms: {Timings.Show(cells[^1].Median)}, chain {cells[^1].Chain}");
            }
        }

        return Describe(cells);
    }

    private static async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await using var lab = await BenchmarkLab.StartAsync(TableCounts[^1], cancellationToken);
        using var connection = await lab.ConnectAsync(cancellationToken);
        await MeasureAsync(lab, connection, TimeSpan.Zero, WarmUps, cancellationToken);
    }

    private static async Task<List<Run>> MeasureAsync(
        BenchmarkLab lab, Ec2Connection connection, TimeSpan latency, int count, CancellationToken cancellationToken)
    {
        lab.Server.SetFault(new OverlayLabFault { Latency = latency });
        var runs = new List<Run>();
        for (var i = 0; i < count; i++)
        {
            await lab.PointAtAsync(lab.NodeB, connection, cancellationToken);
            var watch = Stopwatch.StartNew();
            await SwitchAsync(lab, connection, cancellationToken);
            var elapsed = watch.Elapsed.TotalMilliseconds;
            var chain = CallChain.LongestOf(lab.Server.Calls);
            watch.Restart();
            await connection.Client.DescribeRouteTablesAsync(
                new DescribeRouteTablesRequest { RouteTableIds = [.. lab.RouteTableIds] }, cancellationToken);
            runs.Add(new Run(elapsed, watch.Elapsed.TotalMilliseconds, chain));
        }

        await lab.RequireAtAsync(lab.NodeA, connection, cancellationToken);
        return runs;
    }

    private static async Task SwitchAsync(BenchmarkLab lab, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var request = new SwitchRoutePlanRequest
        {
            Destination = BenchmarkLab.Destination,
            Target = RouteTarget.Instance(lab.NodeA.InstanceId),
        };
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(request, cancellationToken);
        var execution = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, cancellationToken);
        if (!execution.Succeeded || execution.Reports.Count != lab.RouteTableIds.Count)
        {
            throw new InvalidOperationException($"The switch failed: {execution.Reports.FirstOrDefault(r => r.Error is not null)?.Error?.Message}");
        }
    }

    private BenchmarkResult Describe(List<Cell> cells)
    {
        var waiting = cells.FindAll(c => c.Latency > 0);
        return new BenchmarkResult
        {
            Name = Name,
            Title = "Switch in a warm session: plan, replace, read back",
            Header = ["route tables", .. Latencies.Select(l => l == 0 ? "no latency" : $"{l} ms"), "calls in a row", "growth"],
            Rows = [.. cells.GroupBy(c => c.Tables).Select(RowOf)],
            Timings =
            [
                .. cells.Select(c => new Timings($"{c.Tables} tables, {c.Latency} ms", [.. c.Runs.Select(r => r.Milliseconds)])),
                .. cells.Select(c => new Timings($"{c.Tables} tables, {c.Latency} ms: a single call", [.. c.Runs.Select(r => r.SingleCall)])),
            ],
            Goals =
            [
                new Goal($"at most {MostRoundTrips} calls in a row, in the median run of every cell", waiting.Max(c => c.Chain), MostRoundTrips),
                new Goal($"at most {MostRoundTrips} ms more for each ms of latency (steepest line, 5 % for timers)", waiting.GroupBy(c => c.Tables).Max(Growth), MostRoundTrips * 1.05),
            ],
            Notes =
            [
                "Cells: median time, and in brackets how many single calls (DescribeRouteTables of the same tables, measured in turn) take as long.",
                "The latency is the lab's, before each answer. Calls in a row: the longest chain of calls of which each began after the one before had been answered.",
            ],
        };
    }

    private static string[] RowOf(IGrouping<int, Cell> group) =>
    [
        $"{group.Key}",
        .. group.Select(c => c.Latency == 0
            ? Timings.Show(c.Median)
            : string.Create(CultureInfo.InvariantCulture, $"{Timings.Show(c.Median)} ({c.Median / c.SingleCall:0.0})")),
        $"{group.Where(c => c.Latency > 0).Max(c => c.Chain)}",
        string.Create(CultureInfo.InvariantCulture, $"{Growth(group.Where(c => c.Latency > 0)):0.00}"),
    ];

    // The slope of the least-squares line through the medians.
    private static double Growth(IEnumerable<Cell> cells)
    {
        var points = cells.ToList();
        var (meanX, meanY) = (points.Average(c => c.Latency), points.Average(c => c.Median));
        return points.Sum(c => (c.Latency - meanX) * (c.Median - meanY)) / points.Sum(c => (c.Latency - meanX) * (c.Latency - meanX));
    }

    private sealed record Run(double Milliseconds, double SingleCall, int Chain);

    private sealed record Cell(int Tables, int Latency, IReadOnlyList<Run> Runs)
    {
        public double Median => Timings.MedianOf(Runs.Select(r => r.Milliseconds));

        public double SingleCall => Timings.MedianOf(Runs.Select(r => r.SingleCall));

        public int Chain => (int)Math.Ceiling(Timings.MedianOf(Runs.Select(r => (double)r.Chain)));
    }
}
