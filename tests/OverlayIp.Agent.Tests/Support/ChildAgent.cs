using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>The built executable, running.</summary>
internal sealed partial class ChildAgent : IDisposable
{
    public const int SigInt = 2;
    public const int SigTerm = 15;

    // A test that hangs says so instead of stopping the whole run.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public ChildAgent(IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "overlayip.exe" : "overlayip");
        if (OperatingSystem.IsLinux())
        {
            // A test run that a shell has put into the background ignores SIGINT, one below nohup SIGHUP, and so would their children.
            start.FileName = "env";
            start.ArgumentList.Add("--default-signal=INT,HUP");
            start.ArgumentList.Add(executable);
        }
        else
        {
            start.FileName = executable;
        }

        foreach (var arg in args)
            start.ArgumentList.Add(arg);

        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    public Task<string?> ReadOutputLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Waits for a line on stderr.</summary>
    public async Task<string> ReadErrorLineAsync(Func<string, bool> isWanted)
    {
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (isWanted(line))
                return line;
        }

        throw new InvalidOperationException("The process ended without the line.");
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Waits for the end, and gives what has not been read yet.</summary>
    public async Task<AgentRun> WaitAsync()
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        var error = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new AgentRun(_process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        // Waited for, so that it makes no file any more in a directory that is deleted next.
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
