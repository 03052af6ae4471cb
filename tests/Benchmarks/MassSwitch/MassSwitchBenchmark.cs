using System.Diagnostics;
using System.Globalization;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Benchmarks.MassSwitch;

/// <summary>
/// Many routes under EC2's request limits. A bucket of 50 tokens refilled at 5 a second lets nobody replace n routes in less than
/// (n − 50) / 5 seconds: the measure of a client is how little it adds to that.
/// </summary>
internal sealed class MassSwitchBenchmark : IBenchmark
{
    private const int Capacity = 50;
    private const int RefillPerSecond = 5;
    private static readonly (int Routes, int Runs, string Published)[] Cases = [(50, 3, "5 s"), (100, 3, "5 s"), (200, 3, "15 s"), (500, 1, "90 s")];

    public string Name => "mass-switch";

    public string Question => "How near to EC2's own limit does a switch of many routes come?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await RunOnceAsync(20, throttled: false, cancellationToken);
        var measured = new List<(int Routes, string Published, Timings Timings, int Refused)>();
        foreach (var (routes, runs, published) in Cases)
        {
            var series = new List<double>();
            var refused = 0;
            for (var i = 0; i < (routes == 500 ? 1 : options.Runs ?? runs); i++)
            {
                var (elapsed, throttledCalls) = await RunOnceAsync(routes, throttled: true, cancellationToken);
                series.Add(elapsed.TotalMilliseconds);
                refused = Math.Max(refused, throttledCalls);
                await Console.Error.WriteLineAsync($"  {routes} routes: {Timings.Show(series[^1])}, {throttledCalls} calls refused");
            }

            measured.Add((routes, published, new Timings($"{routes} routes", series), refused));
        }

        return new BenchmarkResult
        {
            Name = Name,
            Title = $"Many routes, with {Capacity} tokens for ReplaceRoute refilled at {RefillPerSecond} a second",
            Header = ["routes", "median", "min – max", "runs", "bound (n − 50) / 5", "over the bound", "refused calls", "F5 CFE, published"],
            Rows = [.. measured.Select(m => (string[])[$"{m.Routes}", .. m.Timings.Cells, Timings.Show(Bound(m.Routes)), Timings.Show(m.Timings.Median - Bound(m.Routes)), $"{m.Refused}", m.Published])],
            Timings = [.. measured.Select(m => m.Timings)],
            Goals = [.. measured.Where(m => Bound(m.Routes) > 0).Select(m => new Goal(
                string.Create(CultureInfo.InvariantCulture, $"{m.Routes} routes within 10 % and 1 s of the bound (≤ {(Bound(m.Routes) * 1.1 / 1000) + 1:0.0} s)"),
                m.Timings.Median / 1000, (Bound(m.Routes) * 1.1 / 1000) + 1))],
            Notes =
            [
                "The F5 Cloud Failover Extension's figures are those that F5 publishes for AWS; they were not measured here.",
                "Each run starts with a full bucket and a client that has learnt nothing about it.",
            ],
        };
    }

    private static double Bound(int routes) => Math.Max(0, routes - Capacity) / (double)RefillPerSecond * 1000;

    private static async Task<(TimeSpan Elapsed, int Refused)> RunOnceAsync(int routes, bool throttled, CancellationToken cancellationToken)
    {
        await using var lab = await BenchmarkLab.StartAsync(routes, cancellationToken);
        using var connection = await lab.ConnectAsync(cancellationToken);
        await lab.PointAtAsync(lab.NodeB, connection, cancellationToken);
        if (throttled)
        {
            lab.Server.SetFault(new OverlayLabFault
            {
                Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["ReplaceRoute"] = new(Capacity, RefillPerSecond) },
            });
        }

        var watch = Stopwatch.StartNew();
        var request = new SwitchRoutePlanRequest { Destination = BenchmarkLab.Destination, Target = RouteTarget.Instance(lab.NodeA.InstanceId) };
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(request, cancellationToken);
        var execution = await new RouteExecutor(connection).ExecuteAsync(
            plan, new RouteExecutionOptions { Timeout = TimeSpan.FromMinutes(5) }, SilentObserver.Instance, cancellationToken);
        var elapsed = watch.Elapsed;
        var refused = lab.Server.Calls.Count(c => c.ErrorCode == "RequestLimitExceeded");
        await lab.RequireAtAsync(lab.NodeA, connection, cancellationToken);
        return execution.Succeeded
            ? (elapsed, refused)
            : throw new InvalidOperationException($"The switch failed: {execution.Reports.FirstOrDefault(r => r.Error is not null)?.Error?.Message}");
    }
}
