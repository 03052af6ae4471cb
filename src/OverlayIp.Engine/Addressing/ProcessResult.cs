namespace OverlayIp.Engine.Addressing;

/// <summary>What a finished process left behind.</summary>
/// <param name="ExitCode">Its exit code; 0 means success for every program used here.</param>
/// <param name="Output">Everything it wrote to standard output.</param>
/// <param name="Error">Everything it wrote to standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
