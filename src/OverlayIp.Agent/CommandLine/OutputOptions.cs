using System.CommandLine;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.CommandLine;

/// <summary>The options that every command has.</summary>
/// <param name="overtime">What becomes of a command when its time is up.</param>
internal sealed class OutputOptions(Overtime overtime)
{
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Results on stdout and diagnostics on stderr as JSON, one object a line.",
        Recursive = true,
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Tell on stderr what is being done.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_json);
        root.Add(_verbose);
    }

    public AgentOutput Open(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(_json), parsed.GetValue(_verbose))
    { Overtime = overtime };

    /// <summary>Whether JSON was asked for on a command line that cannot be parsed.</summary>
    public bool IsJson(IEnumerable<string> args) => args.Contains(_json.Name, StringComparer.Ordinal);
}
