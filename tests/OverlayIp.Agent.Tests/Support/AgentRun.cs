using System.Text.Json;
using OverlayIp.Agent.CommandLine;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>A command line that has run to its end.</summary>
internal sealed record AgentRun(int Code, string Output, string Error)
{
    /// <summary>That of a command in the tests' own process: it is not to be ended, and however slow the machine, the command reports.</summary>
    public static Overtime Overtime { get; } = new() { Grace = TimeSpan.FromMinutes(1), EndProcess = null };

    /// <summary>The one JSON object on stdout.</summary>
    public JsonElement Json => JsonDocument.Parse(Assert.Single(Lines(Output))).RootElement;

    /// <summary>The ids of the errors on stderr, of text or JSON.</summary>
    public IReadOnlyList<string> ErrorIds =>
    [
        .. Lines(Error).Select(line => line.StartsWith('{')
            ? JsonDocument.Parse(line).RootElement.TryGetProperty("error", out var error) ? error.GetProperty("id").GetString()! : ""
            : line.Split(": ")[1]).Where(id => id.Length > 0 && id != "warning"),
    ];

    /// <summary>Runs the real root command in this process.</summary>
    public static async Task<AgentRun> InProcessAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await AgentCommandLine.RunAsync(args, output, error, Overtime, CancellationToken.None);
        return new AgentRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the built executable.</summary>
    public static async Task<AgentRun> ChildAsync(IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var child = new ChildAgent(environment, args);
        return await child.WaitAsync();
    }

    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
