using System.Diagnostics;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Counts the packets that arrive at an instance's eth0, with tcpdump.</summary>
internal sealed class Sniffer : IDisposable
{
    private readonly Process _process;
    private int _count;

    private Sniffer(Process process) => _process = process;

    public static async Task<Sniffer> StartAsync(Networked lab, OverlayLabNode node, string filter)
    {
        Networked.Require(("tcpdump", "tcpdump"));
        var start = lab.Of(node).Command("tcpdump", ["-i", "eth0", "-Q", "in", "-n", "-l", "--immediate-mode", filter]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var sniffer = new Sniffer(process);
        process.OutputDataReceived += (_, line) => Interlocked.Add(ref sniffer._count, string.IsNullOrEmpty(line.Data) ? 0 : 1);
        process.BeginOutputReadLine();
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
            // Until it has begun.
        }

        return sniffer;
    }

    /// <summary>The packets so far, once they have had time to be reported.</summary>
    public async Task<int> CountAsync()
    {
        await Task.Delay(200);
        return Volatile.Read(ref _count);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
