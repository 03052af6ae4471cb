using System.Diagnostics;

namespace OverlayIp.Lab.Network;

/// <summary>The programs that a network is made with: <c>ip</c> and <c>nft</c>.</summary>
internal static class NetworkTools
{
    /// <summary>Where ip-netns(8) keeps its namespaces.</summary>
    public const string NamespaceFolder = "/run/netns";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where a program is, or null. Also looked for where a user's PATH does not lead.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Refuses where there can be no network, with one sentence.</summary>
    /// <exception cref="OverlayIpException"><c>LabNetworkNotPossible</c>.</exception>
    public static void Require() => Require(OperatingSystem.IsLinux(), Environment.IsPrivilegedProcess, Find);

    /// <summary>The same, of a machine like that.</summary>
    public static void Require(bool isLinux, bool isRoot, Func<string, string?> find)
    {
        if (!isLinux)
        {
            throw Impossible(OverlayErrorKind.OperatingSystem, "A lab's network is made of Linux network namespaces, and this is not Linux");
        }

        if (!isRoot)
        {
            throw Impossible(OverlayErrorKind.PermissionDenied, "A lab's network needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN)");
        }

        foreach (var (program, package) in new[] { ("ip", "iproute2"), ("nft", "nftables") })
        {
            if (find(program) is null)
            {
                throw Impossible(OverlayErrorKind.OperatingSystem, $"A lab's network needs the command {program}, and the package {package} is not installed");
            }
        }
    }

    /// <summary>Runs a program with lines to read, in the network namespace of the calling thread.</summary>
    /// <returns>What it had to say on stderr when something failed; null when all went well.</returns>
    public static string? Run(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(Find(program) ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        // Neither writes more to stdout than a pipe takes: nothing, in truth.
        var problem = process.StandardError.ReadToEnd().Trim();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            return $"{program} did not end.";
        }

        return process.ExitCode == 0 && problem.Length == 0 ? null : $"{program} {string.Join(' ', arguments)}: {(problem.Length > 0 ? problem : $"exit code {process.ExitCode}")}";
    }

    private static OverlayIpException Impossible(OverlayErrorKind kind, string reason) =>
        new("LabNetworkNotPossible", kind, $"{reason}: without -Network the lab is an EC2 endpoint only, with everything but packets and instance metadata.")
        {
            RecommendedAction = "Start it as root on Linux with iproute2 and nftables installed, or leave the network out.",
            IsFatal = true,
        };
}
