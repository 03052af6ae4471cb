namespace OverlayIp.Agent.Output;

/// <summary>A line of stderr under <c>--json</c>: <c>{"error":{…}}</c>.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorLine(ErrorReport Error);
