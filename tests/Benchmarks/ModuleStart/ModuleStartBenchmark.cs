using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ModuleStart;

/// <summary>
/// What the module adds to the start of a shell, and its first command to that. Whole processes, one after the other in turn, so
/// that what slows the machine down meets all of them alike; the differences are taken within each turn.
/// </summary>
internal sealed class ModuleStartBenchmark : IBenchmark
{
    private const double MostForImport = 60;
    private const double MostForFirstCommand = 250;

    public string Name => "module-start";

    public string Question => "How long does Import-Module take, and the first Get-OverlayRoute?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        if (Executable.Find("pwsh") is not { } pwsh)
        {
            return BenchmarkResult.None(this, "pwsh is not on PATH (package powershell of packages.microsoft.com)");
        }

        if (!File.Exists(Path.Combine(options.Module, "OverlayIp.psd1")))
        {
            return BenchmarkResult.None(this, $"there is no module in {options.Module}: build the solution with -c Release");
        }

        await using var lab = await BenchmarkLab.StartAsync(10, cancellationToken);
        var environment = new Dictionary<string, string>(lab.Server.Describe().EnvironmentVariables)
        {
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };
        var import = $"Import-Module '{options.Module.Replace("'", "''", StringComparison.Ordinal)}'";
        var get = $"{import}; if (@(Get-OverlayRoute -EndpointUrl {lab.Server.Describe().EndpointUrl}).Count -ne 10) {{ exit 1 }}";
        string[] scripts = ["exit", import, get];
        var series = scripts.Select(_ => new List<double>()).ToArray();
        var runs = options.Runs ?? 21;
        for (var i = -2; i < runs; i++)
        {
            for (var s = 0; s < scripts.Length; s++)
            {
                var result = await ChildProcess.RunAsync(pwsh, ["-NoProfile", "-NonInteractive", "-c", scripts[s]], environment, cancellationToken);
                if (i >= 0)
                {
                    series[s].Add(result.Elapsed.TotalMilliseconds);
                }
            }
        }

        var bare = new Timings("pwsh -NoProfile -c exit", series[0]);
        var imported = new Timings("… Import-Module OverlayIp", series[1]);
        var used = new Timings("… Import-Module OverlayIp; Get-OverlayRoute -EndpointUrl …", series[2]);
        var forImport = new Timings("Import-Module, added", [.. series[1].Zip(series[0], (a, b) => a - b)]);
        var forCommand = new Timings("first Get-OverlayRoute, added", [.. series[2].Zip(series[1], (a, b) => a - b)]);
        return new BenchmarkResult
        {
            Name = Name,
            Title = "Start of the module in pwsh",
            Header = ["", "median", "min – max", "runs"],
            Rows = [.. new[] { bare, imported, used, forImport, forCommand }.Select(t => (string[])[t.What, .. t.Cells])],
            Timings = [bare, imported, used, forImport, forCommand],
            Goals =
            [
                new Goal("Import-Module adds at most 60 ms to a bare pwsh (median of the differences)", forImport.Median, MostForImport),
                new Goal("the first Get-OverlayRoute adds at most 250 ms (median of the differences)", forCommand.Median, MostForFirstCommand),
            ],
            Notes = ["The lab runs in another process than pwsh. Get-OverlayRoute reads 10 routes; loading the engine and the AWS SDK and opening the connection are in its figure."],
        };
    }
}
