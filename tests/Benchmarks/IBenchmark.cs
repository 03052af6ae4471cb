using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks;

/// <summary>One question, answered by measuring.</summary>
internal interface IBenchmark
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What is asked, in one line.</summary>
    string Question { get; }

    /// <summary>Measures.</summary>
    Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken);
}
