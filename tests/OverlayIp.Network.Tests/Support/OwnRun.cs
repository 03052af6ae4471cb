using System.Diagnostics;
using System.Globalization;

namespace OverlayIp.Network.Tests.Support;

/// <summary>
/// A mount namespace with a <c>/run</c> of its own. A lab that crashes in it is nobody else's to clear away: any other lab on this machine
/// would do so when it starts.
/// </summary>
internal sealed class OwnRun : IDisposable
{
    private readonly Process _holder;

    private OwnRun(Process holder) => _holder = holder;

    private string Root => $"/proc/{Id}/root";

    private string Id => _holder.Id.ToString(CultureInfo.InvariantCulture);

    public static async Task<OwnRun> StartAsync()
    {
        Networked.Require(("unshare", "util-linux"), ("nsenter", "util-linux"));
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", "mount -t tmpfs tmpfs /run && echo there && exec sleep 600"]) { RedirectStandardOutput = true };
        var holder = Process.Start(start)!;
        Assert.Equal("there", await holder.StandardOutput.ReadLineAsync());
        return new OwnRun(holder);
    }

    /// <summary>A command in it.</summary>
    public ProcessStartInfo Command(string program, params string[] arguments) => new("nsenter", ["--target", Id, "--mount", program, .. arguments]);

    /// <summary>The namespaces of a lab in it.</summary>
    public string[] Spaces(string lab) => Directory.Exists($"{Root}/run/netns") ? Directory.GetFiles($"{Root}/run/netns", $"ovip-{lab}-*") : [];

    /// <summary>The ids of the labs in it, of which those that have crashed are some.</summary>
    public string[] Labs() => Directory.Exists($"{Root}/run/overlayip/labs")
        ? [.. Directory.GetFiles($"{Root}/run/overlayip/labs", "*.json").Select(file => Path.GetFileNameWithoutExtension(file))]
        : [];

    // With the last process the mounts end, and with them the namespaces that are still there.
    public void Dispose()
    {
        _holder.Kill();
        _holder.Dispose();
    }
}
