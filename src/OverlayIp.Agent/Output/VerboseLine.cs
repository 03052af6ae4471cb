namespace OverlayIp.Agent.Output;

/// <summary>A line of stderr under <c>--json --verbose</c>: <c>{"verbose":"…"}</c>.</summary>
/// <param name="Verbose">What is being done.</param>
internal sealed record VerboseLine(string Verbose);
