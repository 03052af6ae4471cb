using System.Diagnostics;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary><c>overlayip lab exec</c> from another process than the lab's.</summary>
public class LabExecTests
{
    [SkippableFact]
    public async Task The_command_has_input_output_and_exit_code_of_its_own()
    {
        await using var lab = await Networked.StartAsync();
        var result = await CommandResult.OfAsync(Exec(lab, "node-a", "sh", "-c", "cat; echo bad >&2; exit 7"), "hello");
        Assert.Equal((7, "hello", "bad\n"), (result.ExitCode, result.Output, result.Error));
        // .NET ignores SIGPIPE; a command of the instance must not.
        result = await CommandResult.OfAsync(Exec(lab, "node-a", "sh", "-c", "yes | head -n 1"));
        Assert.Equal((0, "y\n"), (result.ExitCode, result.Output));
    }

    [SkippableFact]
    public async Task It_runs_in_the_instances_network_with_the_labs_keys()
    {
        await using var lab = await Networked.StartAsync();
        var result = await CommandResult.OfAsync(Exec(lab, lab.NodeB.InstanceId, "ip", "-4", "-o", "address", "show", "dev", "eth0"));
        Assert.Contains("10.0.2.10/24", result.Output, StringComparison.Ordinal);
        result = await CommandResult.OfAsync(Exec(lab, "client-a", AgentProcess.Executable, "switch", Networked.Overlay, "--to", lab.NodeA.InstanceId, "--vpc", lab.NodeA.VpcId, "--create-missing", "--force"));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(lab.NodeA.InstanceId, (await lab.Api.RouteAsync(lab.Api.MainTable, $"{Networked.Overlay}/32"))!.Value.InstanceId);
    }

    [SkippableFact]
    public async Task A_signal_reaches_the_command()
    {
        await using var lab = await Networked.StartAsync();
        using var process = Process.Start(Exec(lab, "node-a", "sleep", "600"))!;
        // Until then the signal would be the executable's own.
        await Until.TrueAsync(async () => (await File.ReadAllTextAsync($"/proc/{process.Id}/comm")).StartsWith("sleep", StringComparison.Ordinal));

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(143, process.ExitCode);
    }

    [SkippableTheory]
    [InlineData("nobody", "true", "LabNodeNotFound")]
    [InlineData("node-a", "no-such-command", "LabCommandNotStarted")]
    public async Task What_is_not_there_is_named(string node, string command, string error)
    {
        await using var lab = await Networked.StartAsync();
        var result = await CommandResult.OfAsync(Exec(lab, node, command));
        Assert.Equal(4, result.ExitCode);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    private static ProcessStartInfo Exec(Networked lab, string node, params string[] command) =>
        new(AgentProcess.Executable, ["lab", "exec", node, "--lab", lab.Api.Server.Network!.Id, "--", .. command]);
}
