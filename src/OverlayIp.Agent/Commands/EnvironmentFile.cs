using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Commands;

/// <summary>
/// A file of <c>export</c> commands for as long as a lab runs. It holds the lab's keys, so only its owner may read it, and it
/// appears whole or not at all: a script can wait for it.
/// </summary>
internal sealed class EnvironmentFile : IDisposable
{
    private readonly string _path;

    private EnvironmentFile(string path) => _path = path;

    /// <summary>Writes the file; one that exists is replaced.</summary>
    /// <exception cref="OverlayIpException"><c>EnvironmentFileNotWritten</c>.</exception>
    public static EnvironmentFile Write(string path, LabReport lab)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

            using (var writer = new StreamWriter(temporary, options))
            {
                foreach (var assignment in lab.Assignments(isPowerShell: false))
                    writer.Write(assignment + "\n");
            }

            File.Move(temporary, full, overwrite: true);
            return new EnvironmentFile(full);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new OverlayIpException(
                "EnvironmentFileNotWritten", OverlayErrorKind.OperatingSystem, $"The file '{path}' cannot be written: {cause.Message}", cause)
            { Subject = path, RecommendedAction = "Give a path in a directory that exists and may be written." };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
