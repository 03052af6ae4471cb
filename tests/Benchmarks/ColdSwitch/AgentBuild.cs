using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>Builds the <c>overlayip</c> executable as it is shipped.</summary>
internal static class AgentBuild
{
    /// <summary>Gives the options the executable: the one that was named, or a new one.</summary>
    public static async Task<BenchmarkOptions> AddAsync(BenchmarkOptions options, CancellationToken cancellationToken) =>
        options with { Agent = options.Agent ?? await PublishAsync(cancellationToken) };

    /// <summary>Publishes it as one file, as build.ps1 Pack does (see its project file), and gives its path.</summary>
    public static async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Checkout.Root, "out", "benchmark-agent");
        await Console.Error.WriteLineAsync("  publishing overlayip");
        if (Directory.Exists(folder))
        {
            // A file of another form of publishing would lie beside it.
            Directory.Delete(folder, recursive: true);
        }

        await ChildProcess.RunAsync("dotnet", ["publish", Path.Combine(Checkout.Root, "src", "OverlayIp.Agent"), "--output", folder], null, cancellationToken);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "overlayip.exe" : "overlayip");
    }
}
