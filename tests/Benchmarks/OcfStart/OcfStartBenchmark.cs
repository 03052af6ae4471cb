using System.Globalization;
using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.OcfStart;

/// <summary>What Pacemaker waits for in a failover: the start action of the resource agent, ours beside the distribution's.</summary>
internal sealed class OcfStartBenchmark : IBenchmark
{
    private const double Least = 50;

    // The stock agent takes four seconds for each route table, so the fewer there are, the more runs can be had.
    private static readonly Dictionary<int, int> RunsByTables = new() { [1] = 11, [4] = 5, [10] = 3 };
    private static readonly int[] Tables = [.. RunsByTables.Keys.Order()];

    public string Name => "ocf-start";

    public string Question => "How long does a resource agent's start take with 1, 4 and 10 route tables?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        options = await AgentBuild.AddAsync(options, cancellationToken);
        if (await MetadataNamespace.TryRunInsideAsync(Name, options, cancellationToken) is { } result)
        {
            return result;
        }

        await using var stage = await ColdStage.SetAsync(Tables.Max(), options.InNamespace, cancellationToken);
        Contender[] all = [new OverlayIpAgentContender(options.Agent!), new MoveIpContender(options.AwsCli)];
        var skipped = Contender.Skipped(all, stage);
        Contender[] present = [.. all.Where(c => c.WhyNot(stage) is null)];
        foreach (var contender in present)
        {
            await contender.WarmUpAsync(stage, cancellationToken);
        }

        var series = new List<(int Tables, Contender Contender, Timings Timings)>();
        foreach (var tables in Tables)
        {
            series.AddRange(await MeasureAsync(present, stage, tables, options.Runs ?? RunsByTables[tables], cancellationToken));
        }

        return Describe(series, skipped);
    }

    private static async Task<IEnumerable<(int, Contender, Timings)>> MeasureAsync(
        Contender[] contenders, ColdStage stage, int tables, int runs, CancellationToken cancellationToken)
    {
        var ids = stage.Lab.RouteTableIds.Take(tables).ToList();
        var elapsed = contenders.Select(_ => new List<double>()).ToArray();
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                await stage.ResetAsync(cancellationToken);
                elapsed[i].Add((await contenders[i].SwitchAsync(stage, ids, cancellationToken)).TotalMilliseconds);
                await BenchmarkLab.RequireAtAsync(stage.Lab.NodeA, ids, stage.Connection, cancellationToken);
                await Console.Error.WriteLineAsync($"  {contenders[i].Name}, {tables} route table(s): {Timings.Show(elapsed[i][^1])}");
            }
        }

        return contenders.Select((c, i) => (tables, c, new Timings(string.Create(CultureInfo.InvariantCulture, $"{c.Name}, {tables} tables"), elapsed[i])));
    }

    private BenchmarkResult Describe(List<(int Tables, Contender Contender, Timings Timings)> series, List<Skipped> skipped)
    {
        var ratios = Tables.ToDictionary(t => t, t => (
            Ours: series.Find(s => s.Tables == t && s.Contender is OverlayIpAgentContender).Timings,
            Stock: series.Find(s => s.Tables == t && s.Contender is MoveIpContender).Timings));
        return new BenchmarkResult
        {
            Name = Name,
            Title = "The start action of Pacemaker's resource agent",
            Header = ["", "median", "min – max", "runs"],
            Rows = [.. series.Select(s => (string[])[s.Timings.What, .. s.Timings.Cells])],
            Timings = [.. series.Select(s => s.Timings)],
            Goals =
            [
                .. ratios.Where(r => r.Value is { Ours: not null, Stock: not null }).Select(r => new Goal(
                    string.Create(CultureInfo.InvariantCulture, $"at least 50 × as fast as aws-vpc-move-ip with {r.Key} route table(s) (ratio of medians)"),
                    r.Value.Stock.Median / r.Value.Ours.Median, Least, AtLeast: true)),
            ],
            Skipped = skipped,
            Notes = ["Both agents as Pacemaker calls them, in turn, against the same lab; the local address is set by both."],
        };
    }
}
