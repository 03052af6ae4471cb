namespace OverlayIp.Benchmarks.Measuring;

/// <summary>What a program did.</summary>
/// <param name="Elapsed">From before it was started until it had exited.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ChildResult(TimeSpan Elapsed, string Output, string Errors);
