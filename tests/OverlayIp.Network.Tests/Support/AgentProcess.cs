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

    /// <summary>Starts a networked lab in a process of its own.</summary>
    /// <param name="machine">Whose files it has, or null for the machine's.</param>
    public static AgentProcess StartLab(OwnRun? machine = null)
    {
        string[] arguments = ["lab", "--network", "--json"];
        var start = machine?.Command(Executable, arguments) ?? new ProcessStartInfo(Executable, arguments);
        start.RedirectStandardOutput = true;
        return new AgentProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the lab stands.</summary>
    public async Task StandsAsync() => Assert.NotNull(await _process.StandardOutput.ReadLineAsync().WaitAsync(Networked.Patience));

    /// <summary>Waits until the lab stands, and answers it.</summary>
    public async Task<NetworkedLab> ReadyAsync()
    {
        await StandsAsync();
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
        await _process.WaitForExitAsync().WaitAsync(Networked.Patience);
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
