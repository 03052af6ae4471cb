using System.Diagnostics;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Sees the packets that arrive at an instance's eth0, with tcpdump.</summary>
internal sealed class Sniffer : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Sniffer(Process process) => _process = process;

    public static async Task<Sniffer> StartAsync(Networked lab, OverlayLabNode node, string filter)
    {
        Networked.Require(("tcpdump", "tcpdump"));
        var start = lab.Of(node).Command("tcpdump", ["-i", "eth0", "-Q", "in", "-n", "-l", "--immediate-mode", filter]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var sniffer = new Sniffer(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                sniffer._first.TrySetResult(line.Data);
            }
        };
        process.BeginOutputReadLine();
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
            // Until it has begun.
        }

        return sniffer;
    }

    /// <summary>The first packet that arrives, as tcpdump shows it: when it is one that was sent last, none that was sent before has arrived.</summary>
    public Task<string> FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
