using System.Diagnostics;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>The executable, and the script that Pacemaker finds it by.</summary>
public class OcfScriptTests
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "ocf", "overlay-ip");

    [Theory]
    [InlineData("meta-data", 0, "<resource-agent name=\"overlay-ip\"")]
    [InlineData("usage", 0, "usage: overlay-ip {start|stop|")]
    [InlineData("migrate_to", 3, "usage: overlay-ip {start|stop|")]
    public async Task The_executable_is_the_agent(string action, int code, string output)
    {
        var run = await AgentRun.ChildAsync(new Dictionary<string, string?>(), "ocf", action);
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.Contains(output, run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("monitor", 7)]
    [InlineData("stop", 0)]
    public async Task The_executable_looks_at_this_machine(string action, int code)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "The agent needs root on Linux.");
        Skip.If(!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip") && !File.Exists("/usr/bin/ip"), "The command ip is not installed. Debian and Ubuntu: apt-get install iproute2.");

        // TEST-NET-1: no machine has it.
        var environment = new Dictionary<string, string?>
        {
            ["OCF_RESKEY_ip"] = "192.0.2.77", ["OCF_RESKEY_routing_table"] = "rtb-0123456789abcdef0", ["OCF_RESKEY_CRM_meta_interval"] = "10000",
        };
        using var locks = new TemporaryLocks();
        var run = await AgentRun.ChildAsync(environment, "ocf", action, "--lock-directory", locks.Path);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Equal(action == "monitor", run.Error.StartsWith("ocf-exit-reason:192.0.2.77/32 is not on ", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("meta-data", 0)]
    [InlineData("no-such-action", 3)]
    public async Task The_script_hands_the_action_on(string action, int code)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pacemaker is of Linux.");
        var run = await RunScriptAsync(AppContext.BaseDirectory, action);
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.NotEmpty(run.Output);
    }

    [SkippableFact]
    public async Task The_script_says_that_the_executable_is_not_installed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pacemaker is of Linux.");
        Skip.If(File.Exists("/usr/bin/overlayip") || File.Exists("/usr/local/bin/overlayip") || File.Exists("/opt/overlayip/overlayip"), "The executable is installed on this machine.");
        var run = await RunScriptAsync("/nowhere", "monitor");
        Assert.Equal((5, ""), (run.Code, run.Output));
        Assert.StartsWith("ocf-exit-reason:The executable overlayip is not on this node", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_has_the_exit_codes_of_resource_agents()
    {
        var run = await AgentRun.InProcessAsync("ocf", "--help");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("  7  OCF_NOT_RUNNING", run.Output, StringComparison.Ordinal);
        Assert.Contains("  overlayip ocf meta-data", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ExitCode.Table[^1].Meaning, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_an_action_is_wrong() => Assert.Equal(2, (await AgentRun.InProcessAsync("ocf")).Code);

    private static async Task<AgentRun> RunScriptAsync(string path, string action)
    {
        var start = new ProcessStartInfo("/bin/sh", [Script, action]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new AgentRun(process.ExitCode, await output, await error);
    }

    private sealed class TemporaryLocks : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("overlayip-ocf-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
