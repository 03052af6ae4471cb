using System.Globalization;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>
/// One overlay address in ten route tables, from the start of a process until it has seen that the routes point to the new
/// target: what a cluster manager waits for. All contenders meet the same lab, in turn.
/// </summary>
internal sealed class ColdSwitchBenchmark : IBenchmark
{
    private const int Tables = 10;
    private const double LeastOverAgent = 50;
    private const double LeastOverCli = 10;

    public string Name => "cold-switch";

    public string Question => "How long does one overlay IP in 10 route tables take, from process start to verified?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        options = await AgentBuild.AddAsync(options, cancellationToken);
        if (await MetadataNamespace.TryRunInsideAsync(Name, options, cancellationToken) is { } result)
        {
            return result;
        }

        await using var stage = await ColdStage.SetAsync(Tables, options.InNamespace, cancellationToken);
        Contender[] all = [new OverlayIpContender(options.Agent!), new AwsCliContender(options.AwsCli), new MoveIpContender(options.AwsCli)];
        var skipped = Contender.Skipped(all, stage);
        Contender[] present = [.. all.Where(c => c.WhyNot(stage) is null)];
        var series = await MeasureAsync(present, stage, options.Runs ?? 5, cancellationToken);
        return Describe(series, skipped);
    }

    private static async Task<List<(Contender Contender, Timings Timings)>> MeasureAsync(
        Contender[] contenders, ColdStage stage, int runs, CancellationToken cancellationToken)
    {
        foreach (var contender in contenders)
        {
            await contender.WarmUpAsync(stage, cancellationToken);
        }

        var series = contenders.Select(_ => new List<double>()).ToArray();
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                await stage.ResetAsync(cancellationToken);
                var elapsed = await contenders[i].SwitchAsync(stage, stage.Lab.RouteTableIds, cancellationToken);
                await stage.Lab.RequireAtAsync(stage.Lab.NodeA, stage.Connection, cancellationToken);
                series[i].Add(elapsed.TotalMilliseconds);
                await Console.Error.WriteLineAsync($"  {contenders[i].Name}: {Timings.Show(elapsed.TotalMilliseconds)}");
            }
        }

        return [.. contenders.Zip(series, (c, s) => (c, new Timings(c.Name, s)))];
    }

    private BenchmarkResult Describe(List<(Contender Contender, Timings Timings)> series, List<Skipped> skipped)
    {
        var ours = series.Find(s => s.Contender is OverlayIpContender).Timings;
        return new BenchmarkResult
        {
            Name = Name,
            Title = $"One overlay IP in {Tables} route tables, from process start to verified",
            Header = ["", "median", "min – max", "runs", "× overlayip"],
            Rows = [.. series.Select(s => (string[])[s.Contender.Name, .. s.Timings.Cells, ours is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{s.Timings.Median / ours.Median:0.0}")])],
            Timings = [.. series.Select(s => s.Timings)],
            Goals = ours is null ? [] :
            [
                .. series.Where(s => s.Contender is MoveIpContender).Select(s =>
                    new Goal("at least 50 × as fast as aws-vpc-move-ip (ratio of medians)", s.Timings.Median / ours.Median, LeastOverAgent, AtLeast: true)),
                .. series.Where(s => s.Contender is AwsCliContender).Select(s =>
                    new Goal("at least 10 × as fast as a loop of AWS CLI calls (ratio of medians)", s.Timings.Median / ours.Median, LeastOverCli, AtLeast: true)),
            ],
            Skipped = skipped,
            Notes =
            [
                "All on loopback against the same lab, in turn, after a warm-up; after each run the route tables are read to be sure.",
                $"aws-vpc-move-ip is the package's file, unmodified: it reads each table before and after, and sleeps a second after each of its {3 * Tables} calls: {3 * Tables} s of its time. It also sets the local address (some ms), which the others do not.",
            ],
        };
    }
}
