namespace OverlayIp.Benchmarks.Measuring;

/// <summary>What a benchmark found: a table for people, and every single measurement for programs.</summary>
internal sealed record BenchmarkResult
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public IReadOnlyList<string> Header { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    public IReadOnlyList<Timings> Timings { get; init; } = [];

    public IReadOnlyList<Goal> Goals { get; init; } = [];

    public IReadOnlyList<Skipped> Skipped { get; init; } = [];

    /// <summary>Why there is no result though there should be one, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>What one must know to read the figures rightly.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A result that says only why there is none.</summary>
    public static BenchmarkResult None(IBenchmark benchmark, string why) =>
        new() { Name = benchmark.Name, Title = benchmark.Question, Skipped = [new Skipped(benchmark.Name, why)] };
}
