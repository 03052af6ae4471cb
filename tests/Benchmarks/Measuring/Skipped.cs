namespace OverlayIp.Benchmarks.Measuring;

/// <summary>Something that could not be measured here.</summary>
/// <param name="What">The contender.</param>
/// <param name="Why">The reason, with the package that would make it run.</param>
internal sealed record Skipped(string What, string Why);
