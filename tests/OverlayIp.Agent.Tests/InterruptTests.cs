using System.Text.Json;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>A signal in the middle of a switch, with the built executable.</summary>
public class InterruptTests
{
    [SkippableTheory]
    [InlineData(ChildAgent.SigInt)]
    [InlineData(ChildAgent.SigTerm)]
    public async Task A_signal_stops_a_switch_which_reports_what_was_and_was_not_done(int signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5), Actions = ["ReplaceRoute"] });
        using var child = new ChildAgent(new Dictionary<string, string?>(), ["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--json", "--verbose", .. lab.Connect]);
        await child.ReadErrorLineAsync(line => line.Contains("Changing route tables (0 of 3)", StringComparison.Ordinal));
        child.Signal(signal);

        var run = await child.WaitAsync();
        Assert.Equal(130, run.Code);
        Assert.Contains("Interrupted", run.ErrorIds);
        Assert.True(run.Json.GetProperty("interrupted").GetBoolean());
        Assert.False(run.Json.GetProperty("succeeded").GetBoolean());
        var tables = run.Json.GetProperty("routeTables").EnumerateArray().ToList();
        Assert.Equal(lab.RouteTableIds.Order(), tables.Select(t => t.GetProperty("routeTableId").GetString()!).Order());
        Assert.All(tables, t => Assert.True(
            t.GetProperty("outcome").GetString() is "NotAttempted" || t.GetProperty("errorId").GetString() is "Interrupted", t.GetRawText()));

        // With the fault still on: a call that was cut off may not have been read yet, and would be carried out.
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [SkippableFact]
    public async Task A_signal_before_the_first_change_says_that_nothing_was_changed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5), Actions = ["DescribeRouteTables"] });
        using var child = new ChildAgent(new Dictionary<string, string?>(), ["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--json", .. lab.Connect]);
        await Until.TrueAsync(() => lab.Server.Calls.Count > 0);

        child.Signal(ChildAgent.SigInt);
        var run = await child.WaitAsync();
        Assert.Equal((130, ""), (run.Code, run.Output));
        var error = JsonDocument.Parse(Assert.Single(AgentRun.Lines(run.Error))).RootElement.GetProperty("error");
        Assert.Equal("Interrupted", error.GetProperty("id").GetString());
        Assert.Contains("before anything was changed", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
