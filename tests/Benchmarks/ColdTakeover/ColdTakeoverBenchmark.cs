using System.Globalization;
using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdTakeover;

/// <summary>
/// How long the address is with the wrong node once a cluster hook has been called: from the start of the process until the endpoint has
/// answered the last ReplaceRoute, beside the AWS CLI's single call.
/// </summary>
internal sealed class ColdTakeoverBenchmark : IBenchmark
{
    private const double Most = 1.0 / 3;

    private static readonly int[] Tables = [1, 10];

    public string Name => "cold-takeover";

    public string Question => "How long does a takeover take, from process start until the routes are in force?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        options = await AgentBuild.AddAsync(options, cancellationToken);
        if (await MetadataNamespace.TryRunInsideAsync(Name, options, cancellationToken) is { } result)
        {
            return result;
        }

        await using var stage = await ColdStage.SetAsync(Tables.Max(), options.InNamespace, cancellationToken);
        var locks = Directory.CreateTempSubdirectory("overlayip-benchmark-locks-");
        try
        {
            var takeover = new TakeoverContender(options.Agent!, locks.FullName);
            var command = new ReplaceRouteContender(options.AwsCli);
            (Contender Contender, int Tables)[] all = [.. Tables.Select(t => ((Contender)takeover, t)), (command, 1)];
            var present = all.Where(c => c.Contender.WhyNot(stage) is null).ToList();
            foreach (var contender in present.Select(c => c.Contender).Distinct())
            {
                await contender.WarmUpAsync(stage, cancellationToken);
            }

            var series = present.ConvertAll(c => new Series(c.Contender, c.Tables));
            for (var run = 0; run < (options.Runs ?? 15); run++)
            {
                foreach (var one in series)
                {
                    await one.MeasureAsync(stage, cancellationToken);
                }
            }

            return Describe(series, Contender.Skipped([takeover, command], stage));
        }
        finally
        {
            locks.Delete(recursive: true);
        }
    }

    private BenchmarkResult Describe(List<Series> series, List<Skipped> skipped)
    {
        var command = series.Find(s => s.Contender is ReplaceRouteContender)?.InForce;
        return new BenchmarkResult
        {
            Name = Name,
            Title = "From process start until the routes are in force",
            Header = ["", "median", "min – max", "runs", "until its end"],
            Rows = [.. series.Select(s => (string[])[s.InForce.What, .. s.InForce.Cells, Timings.Show(s.Whole.Median)])],
            Timings = [.. series.SelectMany(s => (Timings[])[s.InForce, s.Whole])],
            Goals = command is null ? [] :
            [
                .. series.Where(s => s.Contender is TakeoverContender).Select(s => new Goal(
                    string.Create(CultureInfo.InvariantCulture, $"at most a third of aws ec2 replace-route with {s.Tables} route table(s) (ratio of medians)"),
                    s.InForce.Median / command.Median, Most)),
            ],
            Skipped = skipped,
            Notes = ["In turn, against the same lab. The takeover finds its own node and looks at route tables and target first, and reads back before its end; the AWS CLI is told everything."],
        };
    }

    /// <summary>One contender with so many tables.</summary>
    private sealed class Series(Contender contender, int tables)
    {
        private readonly List<double> _inForce = [];
        private readonly List<double> _whole = [];

        public Contender Contender => contender;

        public int Tables => tables;

        public Timings InForce => new(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}, {tables} tables"), _inForce);

        public Timings Whole => new(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}, {tables} tables, until its end"), _whole);

        public async Task MeasureAsync(ColdStage stage, CancellationToken cancellationToken)
        {
            var ids = stage.Lab.RouteTableIds.Take(tables).ToList();
            await stage.ResetAsync(cancellationToken);
            var started = DateTimeOffset.UtcNow;
            _whole.Add((await contender.SwitchAsync(stage, ids, cancellationToken)).TotalMilliseconds);
            var last = stage.Lab.Server.Calls.Where(c => c.Action == "ReplaceRoute").Max(c => c.Timestamp + c.Elapsed);
            await BenchmarkLab.RequireAtAsync(stage.Lab.NodeA, ids, stage.Connection, cancellationToken);
            _inForce.Add((last - started).TotalMilliseconds);
            await Console.Error.WriteLineAsync($"  {contender.Name}, {tables} route table(s): {Timings.Show(_inForce[^1])}");
        }
    }
}
