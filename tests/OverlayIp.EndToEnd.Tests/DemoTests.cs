using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests;

/// <summary><c>overlayip demo</c> with real packets.</summary>
public partial class DemoTests
{
    private static readonly string Agent = Path.Combine(AppContext.BaseDirectory, "overlayip");

    [SkippableFact]
    public async Task It_shows_packets_by_itself_where_it_may()
    {
        Networked.Require();
        var run = await CommandResult.OfAsync(new ProcessStartInfo(Agent, ["demo"]));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain('\e', run.Output);
        var lines = run.Output.Split('\n');
        Assert.Equal(Enumerable.Range(1, 13).Select(n => $"[{n}/13]"), lines.Where(line => line.StartsWith('[')).Select(line => line.Split(' ')[0]));
        Assert.Contains(lines, line => LiveLine().IsMatch(line) && line.Contains("10.2.0.1: node-a (", StringComparison.Ordinal));
        Assert.Contains(lines, line => LiveLine().IsMatch(line) && line.Contains("10.2.0.1: node-b (", StringComparison.Ordinal));
        Assert.Contains(lines, line => LiveLine().IsMatch(line) && line.EndsWith("10.2.0.1: nobody answers", StringComparison.Ordinal));
        Assert.Matches("Outage: [0-9]+ ms from the last answer of node-a to the first of node-b", run.Output);
    }

    [SkippableFact]
    public async Task The_JSON_has_the_outage()
    {
        Networked.Require();
        var run = await CommandResult.OfAsync(new ProcessStartInfo(Agent, ["demo", "--network", "--json"]));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(report.GetProperty("succeeded").GetBoolean());
        Assert.Equal(13, report.GetProperty("steps").GetArrayLength());
        // It waits more than a second on purpose; what it must not be is endless.
        Assert.InRange(report.GetProperty("outageMilliseconds").GetDouble(), 1, 60_000);
    }

    [SkippableFact]
    public async Task Without_the_tools_it_says_why_and_tells_the_story_without_packets()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Takes a user's identity with setpriv.");
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root can give its privileges up.");
        Skip.If(Networked.Find("setpriv") is null, "The command setpriv is not installed. Debian and Ubuntu: apt-get install util-linux.");
        // "nobody", which has none of root's capabilities.
        string[] powerless = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
        var can = await CommandResult.OfAsync(new ProcessStartInfo("setpriv", [.. powerless, Agent, "--version"]));
        Skip.IfNot(can.ExitCode == 0, "Another user cannot run the build where it lies.");
        var plain = await CommandResult.OfAsync(new ProcessStartInfo("setpriv", [.. powerless, Agent, "demo"]));
        Assert.True(plain.ExitCode == 0, plain.Output + plain.Error);
        Assert.Contains("No packets are shown: A lab's network needs root", plain.Output, StringComparison.Ordinal);
        Assert.Contains("[11/11]", plain.Output, StringComparison.Ordinal);
        var refused = await CommandResult.OfAsync(new ProcessStartInfo("setpriv", [.. powerless, Agent, "demo", "--network"]));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.StartsWith("overlayip: LabNetworkNotPossible: A lab's network needs root", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
    }

    [GeneratedRegex("^ +[0-9]+s  ")]
    private static partial Regex LiveLine();
}
