using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>
/// A network namespace in which 169.254.169.254 may be ours. The machine may well be an EC2 instance itself, whose own
/// metadata must stay in reach of everything else on it. The benchmark starts itself again inside; the kernel removes the
/// namespace, addresses and all, when that process ends, however it ends.
/// </summary>
internal static class MetadataNamespace
{
    public const string MetadataAddress = "169.254.169.254";

    /// <summary>Why none can be made here, or null.</summary>
    public static string? WhyNot() => OperatingSystem.IsLinux() switch
    {
        false => "network namespaces are Linux's",
        _ when Executable.Find("unshare") is null => "unshare is not on PATH (Debian package util-linux)",
        _ when Executable.Find("ip") is null => "ip is not on PATH (Debian package iproute2)",
        _ when !Environment.IsPrivilegedProcess => "it takes root",
        _ => null,
    };

    /// <summary>Runs one benchmark inside and gives its result; null where none can be made, or this process is in it already.</summary>
    public static async Task<BenchmarkResult?> TryRunInsideAsync(string benchmark, BenchmarkOptions options, CancellationToken cancellationToken) =>
        options.InNamespace || WhyNot() is not null ? null : await RunInsideAsync(benchmark, options, cancellationToken);

    private static async Task<BenchmarkResult> RunInsideAsync(string benchmark, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var json = Path.GetTempFileName();
        try
        {
            string[] arguments =
            [
                "--net", Environment.ProcessPath!, benchmark, "--in-namespace", "--json", json, "--agent", options.Agent!, "--aws", options.AwsCli,
                .. options.Runs is { } runs ? (string[])["--runs", runs.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [],
            ];
            // 1 is a missed goal: a result all the same.
            return await ChildProcess.WatchAsync("unshare", arguments, cancellationToken) is 0 or 1 && new FileInfo(json).Length > 0
                ? await Report.ReadSingleAsync(json, cancellationToken)
                : throw new InvalidOperationException("The benchmark failed inside its network namespace; see above.");
        }
        finally
        {
            File.Delete(json);
        }
    }

    /// <summary>Gives the namespace that this process is in a loopback with the metadata service's address.</summary>
    public static async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ChildProcess.RunAsync("ip", ["link", "set", "lo", "up"], null, cancellationToken);
        await ChildProcess.RunAsync("ip", ["address", "add", MetadataAddress + "/32", "dev", "lo"], null, cancellationToken);
    }

    /// <summary>Removes an address from the namespace's loopback, if it is there.</summary>
    public static async Task RemoveAddressAsync(string address, CancellationToken cancellationToken)
    {
        var shown = await ChildProcess.RunAsync("ip", ["-oneline", "address", "show", "to", address], null, cancellationToken);
        if (shown.Output.Length > 0)
        {
            await ChildProcess.RunAsync("ip", ["address", "delete", address + "/32", "dev", "lo"], null, cancellationToken);
        }
    }
}
