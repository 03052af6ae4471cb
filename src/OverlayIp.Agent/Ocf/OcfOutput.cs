using OverlayIp.Agent.CommandLine;
using OverlayIp.Engine;

namespace OverlayIp.Agent.Ocf;

/// <summary>
/// What a resource agent says: log lines on standard error, which Pacemaker's executor copies into the cluster's log, and the one
/// reason that crm_mon shows beside a failed action.
/// </summary>
/// <param name="results">Standard output: for meta-data and usage alone.</param>
/// <param name="error">Standard error.</param>
/// <param name="reasonPrefix">What a reason begins with (<c>OCF_EXIT_REASON_PREFIX</c>).</param>
/// <param name="isDebug">Whether details are wanted.</param>
internal sealed class OcfOutput(TextWriter results, TextWriter error, string reasonPrefix, bool isDebug) : IOperationObserver
{
    private readonly Lock _gate = new();

    /// <summary>The prefix where nobody says another one.</summary>
    public const string UsualReasonPrefix = "ocf-exit-reason:";

    /// <summary>Writes a result.</summary>
    public void Result(string text) => results.WriteLine(text);

    /// <summary>Why the action fails. The last one counts.</summary>
    public void Reason(string text) => Write(reasonPrefix + text);

    /// <summary>Why the action fails.</summary>
    public void Reason(OverlayIpException failure) => Reason($"{failure.ErrorId}: {Worded(failure)}");

    /// <summary>Something that happened.</summary>
    public void Info(string message) => Write("INFO: " + message);

    /// <summary>Something that went wrong.</summary>
    public void Error(string message) => Write("ERROR: " + message);

    /// <inheritdoc/>
    public void Warning(string message) => Write("WARNING: " + message);

    /// <inheritdoc/>
    public void Verbose(string message)
    {
        if (isDebug)
            Write("DEBUG: " + message);
    }

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total) => Verbose($"{activity}: {status} ({done} of {total})");

    /// <summary>An error and what to do about it, unless that is an option of the other commands, which a resource has not.</summary>
    public static string Worded(OverlayIpException failure) =>
        failure.RecommendedAction is { } advice && !CommandLineWords.Translate(advice).Contains("--", StringComparison.Ordinal)
            ? $"{failure.Message} {advice}"
            : failure.Message;

    // The engine reports from several threads.
    private void Write(string line)
    {
        var text = CommandLineWords.Translate(line).ReplaceLineEndings(" ");
        lock (_gate)
            error.WriteLine(text);
    }
}
