using System.Globalization;
using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.ColdTakeover;
using OverlayIp.Benchmarks.Fifo;
using OverlayIp.Benchmarks.Keepalived;
using OverlayIp.Benchmarks.MassSwitch;
using OverlayIp.Benchmarks.ModuleStart;
using OverlayIp.Benchmarks.Network;
using OverlayIp.Benchmarks.OcfStart;
using OverlayIp.Benchmarks.Validate;
using OverlayIp.Benchmarks.WarmSwitch;

namespace OverlayIp.Benchmarks;

/// <summary>What the command line asked for.</summary>
internal sealed record BenchmarkOptions
{
    private static readonly IBenchmark[] All =
    [
        new ColdSwitchBenchmark(),
        new ColdTakeoverBenchmark(),
        new OcfStartBenchmark(),
        new WarmSwitchBenchmark(),
        new ModuleStartBenchmark(),
        new MassSwitchBenchmark(),
        new ValidateBenchmark(),
        new NetworkBenchmark(),
        new KeepalivedOutageBenchmark(),
        new FifoEventBenchmark(),
    ];

    public required IReadOnlyList<IBenchmark> Selected { get; init; }

    /// <summary>How often each contender is run, or null for the benchmark's own number.</summary>
    public int? Runs { get; init; }

    /// <summary>The <c>overlayip</c> executable, or null to publish it from source first.</summary>
    public string? Agent { get; init; }

    /// <summary>The AWS CLI.</summary>
    public string AwsCli { get; init; } = "/usr/bin/aws";

    /// <summary>The folder of the assembled module.</summary>
    public string Module { get; init; } = Path.Combine(Checkout.Root, "out", "OverlayIp");

    /// <summary>The file for the JSON results, or null for tests/Benchmarks/results/&lt;date&gt;.json.</summary>
    public string? Json { get; init; }

    /// <summary>True in the process that runs inside the network namespace made for the cold switch.</summary>
    public bool InNamespace { get; init; }

    public static string Usage { get; } =
        "dotnet run -c Release --project tests/Benchmarks -- <name…|all> [--runs N] [--agent overlayip] [--aws aws] [--module folder] [--json file]\n"
        + string.Concat(All.Select(b => $"  {b.Name,-17} {b.Question}\n"));

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static BenchmarkOptions? Parse(string[] arguments)
    {
        var names = new List<string>();
        var options = new BenchmarkOptions { Selected = [] };
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--in-namespace")
            {
                options = options with { InNamespace = true };
            }
            else if (!arguments[i].StartsWith('-'))
            {
                names.Add(arguments[i]);
            }
            else if (i + 1 == arguments.Length || With(options, arguments[i], arguments[++i]) is not { } changed)
            {
                return null;
            }
            else
            {
                options = changed;
            }
        }

        var selected = names.Contains("all") ? All : [.. All.Where(b => names.Contains(b.Name))];
        return selected.Length == 0 || names.Exists(n => n != "all" && !Array.Exists(All, b => b.Name == n))
            ? null
            : options with { Selected = selected };
    }

    private static BenchmarkOptions? With(BenchmarkOptions options, string name, string value) => name switch
    {
        "--runs" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0 => options with { Runs = runs },
        "--agent" => options with { Agent = Path.GetFullPath(value) },
        "--aws" => options with { AwsCli = Path.GetFullPath(value) },
        "--module" => options with { Module = Path.GetFullPath(value) },
        "--json" => options with { Json = Path.GetFullPath(value) },
        _ => null,
    };
}
