using System.Net.NetworkInformation;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

[Collection("the address 10.2.0.1 of this machine")]
public sealed class DemoTests : IAsyncLifetime
{
    private FileStream? _machine;

    // The machine has this address once; another run of these tests may be putting it there and looking for it, too.
    public async Task InitializeAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"overlayip-tests-{Environment.UserName}-10.2.0.1.lock");
        await Until.TrueAsync(() => (_machine = TryOpenAlone(path)) is not null, TimeSpan.FromMinutes(10));
    }

    public async Task DisposeAsync()
    {
        if (_machine is not null)
            await _machine.DisposeAsync();
    }

    [Fact]
    public async Task The_story_is_told_as_plain_text_when_it_is_redirected()
    {
        var run = await AgentRun.ChildAsync(new Dictionary<string, string?>(), "demo", "--no-network");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.DoesNotContain('\e', run.Output);
        var titles = AgentRun.Lines(run.Output).Where(l => l.StartsWith('[')).ToList();
        Assert.Equal(11, titles.Count);
        Assert.Equal(Enumerable.Range(1, 11).Select(n => $"[{n}/11]"), titles.Select(t => t.Split(' ')[0]));
        Assert.All(
            ["PS> $lab = Start-OverlayLab", "PS> New-OverlayRoute 10.2.0.1", "PS> Switch-OverlayRoute 10.2.0.1", "blackhole", "ReplaceRoute x3", "steps did what they say"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("10.2.0.1", LocalAddresses());
    }

    [Fact]
    public async Task The_JSON_has_every_step_with_its_calls()
    {
        var run = await AgentRun.InProcessAsync("demo", "--json", "--no-network", "--no-address");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.True(run.Json.GetProperty("succeeded").GetBoolean());
        var steps = run.Json.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(
            ["number", "title", "outcome", "powerShell", "facts", "table", "apiCalls", "elapsedSeconds"],
            steps[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(11, steps.Count);
        var skipped = Assert.Single(steps, s => s.GetProperty("outcome").GetString() == "skipped");
        Assert.Equal(5, skipped.GetProperty("number").GetInt32());
        Assert.Contains("--no-address was given", skipped.GetProperty("facts")[0].GetString(), StringComparison.Ordinal);
        var replaced = steps[7].GetProperty("apiCalls").EnumerateArray().Single(c => c.GetProperty("action").GetString() == "ReplaceRoute");
        Assert.Equal(3, replaced.GetProperty("count").GetInt32());
    }

    [SkippableFact]
    public async Task The_address_is_really_put_on_the_machine_and_taken_off_again()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux.");
        var run = await AgentRun.InProcessAsync("demo", "--json", "--no-network");
        var step = run.Json.GetProperty("steps").EnumerateArray().ElementAt(4);
        Skip.If(
            step.GetProperty("outcome").GetString() == "skipped" && step.GetProperty("facts")[0].GetString()!.Contains("CAP_NET_ADMIN", StringComparison.Ordinal),
            "Needs the capability CAP_NET_ADMIN, which this container's root does not have.");
        Assert.Equal("done", step.GetProperty("outcome").GetString());
        Assert.Equal(["10.2.0.1/32 is on lo; this machine stands in for the node's operating system.", "A TCP connection to 10.2.0.1 was answered."], step.GetProperty("facts").EnumerateArray().Select(f => f.GetString()));
        Assert.DoesNotContain("10.2.0.1", LocalAddresses());
    }

    [Fact]
    public async Task An_interruption_in_the_middle_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        await using var output = new CancellingWriter("[5/11] Put 10.2.0.1 on the node's operating system", source);
        await using var error = new StringWriter();
        var code = await AgentCommandLine.RunAsync(["demo", "--no-network"], output, error, source.Token);
        Assert.Equal(130, code);
        Assert.StartsWith("overlayip: Interrupted: Stopped after 5 steps.", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("10.2.0.1", LocalAddresses());
    }

    private static FileStream? TryOpenAlone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static IEnumerable<string> LocalAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(n => n.GetIPProperties().UnicastAddresses).Select(a => a.Address.ToString());
}
