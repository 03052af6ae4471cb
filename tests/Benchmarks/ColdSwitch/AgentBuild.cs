using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>Builds the <c>overlayip</c> executable as it is shipped.</summary>
internal static class AgentBuild
{
    /// <summary>Publishes it with ahead-of-time compiled code (see its project file) and gives its path.</summary>
    public static async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Checkout.Root, "out", "benchmark-agent");
        await Console.Error.WriteLineAsync("  publishing overlayip");
        await ChildProcess.RunAsync("dotnet", ["publish", Path.Combine(Checkout.Root, "src", "OverlayIp.Agent"), "--output", folder], null, cancellationToken);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "overlayip.exe" : "overlayip");
    }
}
