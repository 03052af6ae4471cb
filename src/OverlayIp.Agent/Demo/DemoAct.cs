namespace OverlayIp.Agent.Demo;

/// <summary>One act of the story.</summary>
/// <param name="Title">What it does.</param>
/// <param name="PowerShell">The same as somebody would type it with the module.</param>
/// <param name="PlayAsync">Does it, reads back what came of it, and throws when that is not what the title says.</param>
internal sealed record DemoAct(string Title, string PowerShell, Func<CancellationToken, Task<DemoFindings>> PlayAsync);
