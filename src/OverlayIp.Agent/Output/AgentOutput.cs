using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Engine;

namespace OverlayIp.Agent.Output;

/// <summary>Results on stdout, diagnostics on stderr; as text, or as JSON with one object a line.</summary>
internal sealed class AgentOutput(TextWriter output, TextWriter error, bool isJson, bool isVerbose) : IOperationObserver
{
    private readonly Lock _gate = new();

    /// <summary>True when results are to be JSON.</summary>
    public bool IsJson { get; } = isJson;

    /// <summary>True when details were asked for.</summary>
    public bool IsVerbose { get; } = isVerbose;

    /// <summary>What becomes of the command when its time is up.</summary>
    public Overtime Overtime { get; init; } = new();

    /// <summary>Where results go.</summary>
    public TextWriter Results { get; } = output;

    /// <summary>Writes a line of a result.</summary>
    public void Line(string text = "") => Results.WriteLine(text);

    /// <summary>Writes a result as JSON.</summary>
    public void Result<T>(T value, JsonTypeInfo<T> type) => WriteJson(Results, value, type);

    /// <summary>Writes what another process had to say.</summary>
    public void Relay(string results, string diagnostics)
    {
        lock (_gate)
        {
            Results.Write(results);
            Results.Flush();
            error.Write(diagnostics);
        }
    }

    /// <summary>Writes an error: its id, what is wrong and what to do.</summary>
    public void Failure(OverlayIpException failure)
    {
        var message = OneLine(CommandLineWords.Translate(failure.Message));
        var action = failure.RecommendedAction is { } advice ? OneLine(CommandLineWords.Translate(advice)) : null;
        if (IsJson)
        {
            var report = new ErrorReport(
                failure.ErrorId, failure.Kind.ToString(), message, failure.Subject?.ToString(), action, failure.AwsErrorCode, failure.RequestId);
            WriteJson(error, new ErrorLine(report), AgentJson.Relaxed.ErrorLine);
            return;
        }

        Diagnose($"overlayip: {failure.ErrorId}: {message}{(action is null ? "" : " " + action)}");
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
        var text = OneLine(CommandLineWords.Translate(message));
        if (IsJson)
            WriteJson(error, new WarningLine(text), AgentJson.Relaxed.WarningLine);
        else
            Diagnose($"overlayip: warning: {text}");
    }

    /// <inheritdoc/>
    public void Verbose(string message)
    {
        if (!IsVerbose)
            return;

        var text = OneLine(CommandLineWords.Translate(message));
        if (IsJson)
            WriteJson(error, new VerboseLine(text), AgentJson.Relaxed.VerboseLine);
        else
            Diagnose($"overlayip: {text}");
    }

    /// <inheritdoc/>
    public void Progress(string activity, string status, int done, int total) =>
        Verbose(total > 0 ? $"{activity}: {status} ({done} of {total})" : $"{activity}: {status}");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    // The engine reports from several threads.
    private void Diagnose(string line)
    {
        lock (_gate)
            error.WriteLine(line);
    }

    private void WriteJson<T>(TextWriter writer, T value, JsonTypeInfo<T> type)
    {
        var text = JsonSerializer.Serialize(value, type);
        lock (_gate)
        {
            writer.WriteLine(text);
            writer.Flush();
        }
    }
}
