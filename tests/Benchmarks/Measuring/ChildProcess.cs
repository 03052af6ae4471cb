using System.Diagnostics;

namespace OverlayIp.Benchmarks.Measuring;

/// <summary>Runs programs and takes the time from start to exit.</summary>
internal static class ChildProcess
{
    // A proxy of the caller's would be asked for loopback addresses, and a debug setting of the caller's would be measured.
    private static readonly string[] NotInherited =
        ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_EC2"];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed: a failure must not be counted as fast.</exception>
    public static async Task<ChildResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        SetEnvironment(start, environment);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var elapsed = watch.Elapsed;
            var result = new ChildResult(elapsed, await output, await errors);
            return process.ExitCode == 0
                ? result
                : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{result.Output}{result.Errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs a program that shows its progress on standard error, to its end, and gives its exit code.</summary>
    public static async Task<int> WatchAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;

        // Ctrl+C reaches the whole process group: it ends by itself, and tidies up.
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static void SetEnvironment(ProcessStartInfo start, IReadOnlyDictionary<string, string>? environment)
    {
        foreach (var name in NotInherited)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
    }
}
