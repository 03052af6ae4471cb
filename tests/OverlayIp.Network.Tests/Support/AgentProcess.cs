using System.Diagnostics;
using OverlayIp.Lab.Network;

namespace OverlayIp.Network.Tests.Support;

/// <summary>The executable <c>overlayip</c>, as it was built.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process _process;

    private AgentProcess(Process process) => _process = process;

    /// <summary>The executable's path.</summary>
    public static string Executable => Path.Combine(AppContext.BaseDirectory, "overlayip");

    public int ProcessId => _process.Id;

    /// <summary>Starts a networked lab in a process of its own.</summary>
    public static AgentProcess StartLab()
    {
        var start = new ProcessStartInfo(Executable, ["lab", "--network", "--json"]) { RedirectStandardOutput = true };
        return new AgentProcess(Process.Start(start)!);
    }

    public static Task<CommandResult> RunAsync(params string[] arguments) => CommandResult.OfAsync(new ProcessStartInfo(Executable, arguments));

    /// <summary>Waits until the lab stands.</summary>
    public async Task<NetworkedLab> ReadyAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotNull(line);
        return NetworkedLabs.Running().Single(lab => lab.ProcessId == _process.Id);
    }

    /// <summary>Ends it as a crash does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends it with SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
