namespace OverlayIp.Agent.Output;

/// <summary>A line of stderr under <c>--json</c>: <c>{"warning":"…"}</c>.</summary>
/// <param name="Warning">What the user should know.</param>
internal sealed record WarningLine(string Warning);
