namespace OverlayIp.Agent.Demo;

/// <summary>How often a step called an API action, as the lab counted.</summary>
/// <param name="Action">The action, such as <c>ReplaceRoute</c>.</param>
/// <param name="Count">How often.</param>
internal sealed record DemoApiCall(string Action, int Count);
