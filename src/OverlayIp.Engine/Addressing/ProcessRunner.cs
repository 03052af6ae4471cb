using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Addressing;

/// <summary>
/// Runs real processes: argument lists only, standard input closed, <c>LC_ALL=C</c> so that messages can be recognised,
/// bounded output, a time limit, and a kill on cancellation.
/// </summary>
public sealed class ProcessRunner : IProcessRunner
{
    // Cron jobs, cluster managers and su leave the sbin directories, where ip may live, out of PATH.
    private static readonly string[] SystemDirectories =
        OperatingSystem.IsWindows() ? [Environment.SystemDirectory] : ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>A command to run every command through, such as <c>ip netns exec lab</c>; empty for none.</summary>
    public IReadOnlyList<string> CommandPrefix { get; init; } = [];

    /// <summary>How long one command may take. The tools used here answer in milliseconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many characters a command may write to each of its two streams.</summary>
    public int MaximumOutputLength { get; init; } = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new FileNotFoundException($"{process.StartInfo.FileName} cannot be started: {error.Message}", command.FileName, error);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, command, deadline.Token);
            var error = ReadAsync(process.StandardError, command, deadline.Token);

            // A stream that overflows must end the wait for the other one, which may never end by itself.
            await (await Task.WhenAny(output, error));
            await Task.WhenAll(output, error).WaitAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"'{command}' did not end within {Timeout.TotalSeconds:0.###} seconds."));
        }
        finally
        {
            Kill(process);
        }
    }

    private ProcessStartInfo StartInfo(ProcessCommand command)
    {
        var fileName = command.FileName;
        var arguments = command.Arguments;
        if (CommandPrefix.Count > 0)
        {
            arguments = [.. CommandPrefix.Skip(1), fileName, .. arguments];
            fileName = CommandPrefix[0];
        }

        var start = new ProcessStartInfo
        {
            FileName = Locate(fileName) ?? throw new FileNotFoundException($"There is no program '{fileName}' on this machine.", fileName),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static string? Locate(string fileName)
    {
        if (Path.IsPathRooted(fileName))
            return IsExecutable(fileName) ? fileName : null;

        // On Windows the system directory goes first, so that nothing planted in PATH runs with an administrator's rights.
        // Relative PATH entries are left out for the same reason.
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified);
        var directories = OperatingSystem.IsWindows() ? SystemDirectories.Concat(path) : path.Concat(SystemDirectories);
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(fileName) ? fileName + ".exe" : fileName;
        return directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyExecute) != 0);
    }

    private async Task<string> ReadAsync(StreamReader reader, ProcessCommand command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length + count > MaximumOutputLength)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{command}' wrote more than {MaximumOutputLength} characters."));

            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }
        catch (Exception error) when (error is Win32Exception or AggregateException)
        {
            // It runs as somebody else (sudo as a prefix): closing its streams is all that can be done.
        }
    }
}
