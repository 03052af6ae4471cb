using System.Diagnostics;
using System.Globalization;
using Amazon.EC2.Model;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Benchmarks.WarmSwitch;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Benchmarks.Validate;

/// <summary>
/// A full test of one destination in a VPC with 20 route tables, in a session that is connected already: how many calls it makes, how many of
/// them in a row, and how long it takes. Dry runs are counted apart: they are one for each route table, by nature.
/// </summary>
internal sealed class ValidateBenchmark : IBenchmark
{
    private const int Tables = 20;
    private const int MostCalls = 12;
    private const int MostQuickCalls = 2;
    private const int WarmUps = 50;

    // Those that the lab's VPC has from the beginning; its subnets use them, so they need the route as well.
    private const int VpcsOwnTables = 3;

    private static readonly int[] Latencies = [0, 20, 80];

    private static readonly Form[] Forms =
    [
        new("full", request => request),
        new("full, without MaySwitch", request => request with { Wants = id => id != "MaySwitch" }),
        new("-Quick", request => request with { IsQuick = true }),
    ];

    public string Name => "validate";

    public string Question => "What does a full test of an overlay address cost?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var lab = await BenchmarkLab.StartAsync(Tables - VpcsOwnTables, cancellationToken);
        using var connection = await lab.ConnectAsync(cancellationToken);
        await RouteVpcsOwnTablesAsync(lab, connection, cancellationToken);
        var cells = new List<Cell>();
        foreach (var form in Forms)
        {
            await MeasureAsync(lab, connection, form, TimeSpan.Zero, WarmUps, cancellationToken);
            foreach (var latency in Latencies)
            {
                cells.Add(new Cell(form, latency, await MeasureAsync(lab, connection, form, TimeSpan.FromMilliseconds(latency), options.Runs ?? 15, cancellationToken)));
                await Console.Error.WriteLineAsync($"  {form.Name}, {latency} ms: {Timings.Show(cells[^1].Median)}, {cells[^1].Reads} + {cells[^1].DryRuns} calls, chain {cells[^1].Chain}");
            }
        }

        return Describe(cells);
    }

    private static async Task RouteVpcsOwnTablesAsync(BenchmarkLab lab, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var own = lab.Server.Describe().RouteTableIds.Except(lab.RouteTableIds).ToList();
        if (own.Count != VpcsOwnTables)
        {
            throw new InvalidOperationException($"The lab's VPC has {own.Count} route tables of its own, not {VpcsOwnTables}.");
        }

        foreach (var table in own)
        {
            await connection.Client.CreateRouteAsync(
                new CreateRouteRequest { RouteTableId = table, DestinationCidrBlock = BenchmarkLab.Destination.ToString(), NetworkInterfaceId = lab.NodeB.NetworkInterfaceId },
                cancellationToken);
        }
    }

    private static async Task<List<Run>> MeasureAsync(
        BenchmarkLab lab, Ec2Connection connection, Form form, TimeSpan latency, int count, CancellationToken cancellationToken)
    {
        lab.Server.SetFault(new OverlayLabFault { Latency = latency });
        var vpcId = lab.Server.Describe().VpcId;
        var request = form.Of(new ValidationRequest
        {
            Destinations = [BenchmarkLab.Destination],
            VpcId = vpcId,
            Candidates = [RouteTarget.Instance(lab.NodeA.InstanceId), RouteTarget.Instance(lab.NodeB.InstanceId)],
            Traffic = new OverlayTraffic { Ports = [new OverlayPortRange(443, 443)] },
        });
        var runs = new List<Run>();
        for (var i = 0; i < count; i++)
        {
            lab.Server.ClearCalls();
            var watch = Stopwatch.StartNew();
            var report = await new OverlayValidator(connection).TestAsync(request, SilentObserver.Instance, cancellationToken);
            var elapsed = watch.Elapsed.TotalMilliseconds;
            if (report.Checks.FirstOrDefault(c => c.Status is OverlayCheckStatus.Fail or OverlayCheckStatus.Warn || !c.Passed) is { } wrong)
            {
                throw new InvalidOperationException($"{wrong.Id} of a healthy VPC: {wrong.Status}, {wrong.Evidence}");
            }

            var dryRuns = lab.Server.Calls.Count(c => c.Parameters.ContainsKey("DryRun"));
            runs.Add(new Run(elapsed, lab.Server.Calls.Count - dryRuns, dryRuns, CallChain.LongestOf(lab.Server.Calls)));
        }

        return runs;
    }

    private BenchmarkResult Describe(List<Cell> cells) => new()
    {
        Name = Name,
        Title = $"Test-OverlayIp of one address in {Tables} route tables, in a warm session",
        Header = ["form", "reading calls", "dry runs", "calls in a row", .. Latencies.Select(l => l == 0 ? "no latency" : $"{l} ms")],
        Rows = [.. cells.GroupBy(c => c.Form.Name).Select(form => (string[])
        [
            form.Key,
            form.Max(c => c.Reads).ToString(CultureInfo.InvariantCulture),
            form.Max(c => c.DryRuns).ToString(CultureInfo.InvariantCulture),
            form.Where(c => c.Latency > 0).Max(c => c.Chain).ToString(CultureInfo.InvariantCulture),
            .. form.Select(c => Timings.Show(c.Median)),
        ])],
        Timings = [.. cells.Select(c => new Timings($"{c.Form.Name}, {c.Latency} ms", [.. c.Runs.Select(r => r.Milliseconds)]))],
        Goals =
        [
            new Goal($"at most {MostCalls} reading calls in a full test", cells.Where(c => c.Form == Forms[0]).Max(c => c.Reads), MostCalls),
            new Goal($"at most {MostCalls} calls of all kinds without MaySwitch", cells.Where(c => c.Form == Forms[1]).Max(c => c.Reads + c.DryRuns), MostCalls),
            new Goal($"at most {MostQuickCalls} calls with -Quick", cells.Where(c => c.Form == Forms[2]).Max(c => c.Reads + c.DryRuns), MostQuickCalls),
        ],
        Notes = ["Dry runs: one ReplaceRoute for each route table, which asks EC2 whether the identity may switch it. All of them are under way at once."],
    };

    private sealed record Form(string Name, Func<ValidationRequest, ValidationRequest> Of);

    private sealed record Run(double Milliseconds, int Reads, int DryRuns, int Chain);

    private sealed record Cell(Form Form, int Latency, IReadOnlyList<Run> Runs)
    {
        public double Median => Timings.MedianOf(Runs.Select(r => r.Milliseconds));

        public int Reads => Runs.Max(r => r.Reads);

        public int DryRuns => Runs.Max(r => r.DryRuns);

        public int Chain => (int)Math.Ceiling(Timings.MedianOf(Runs.Select(r => (double)r.Chain)));
    }
}
