using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>Writes the files of a cluster below a directory, one directory for each node. A file is there as a whole or not at all.</summary>
public static class ClusterFileWriter
{
    /// <summary>Where a file is written to: below the node's directory, as it is on the node.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="file">The file.</param>
    public static string PlaceOf(string directory, OverlayClusterFile file) =>
        Path.GetFullPath(Path.Combine([directory, file.Node, .. file.Path.Replace(":", "", StringComparison.Ordinal).Split('/', '\\').Where(p => p.Length > 0)]));

    /// <summary>Writes a file.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="file">The file.</param>
    /// <param name="replaces">True replaces one that is there.</param>
    /// <returns>The file with its place.</returns>
    /// <exception cref="OverlayIpException"><c>ClusterFileExists</c>, <c>ClusterFileNotWritten</c>.</exception>
    public static OverlayClusterFile Write(string directory, OverlayClusterFile file, bool replaces)
    {
        var place = PlaceOf(directory, file);
        var temporary = $"{place}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.overlayip";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            using (var stream = new FileStream(temporary, OptionsFor(file)))
            {
                stream.Write(Encoding.UTF8.GetBytes(file.Content));
                stream.Flush(flushToDisk: true);
            }

            // Without overwriting, the move itself refuses: between a look and a move another could have written it.
            File.Move(temporary, place, replaces);
            return file with { FullName = place };
        }
        catch (IOException) when (!replaces && File.Exists(place))
        {
            throw new OverlayIpException("ClusterFileExists", OverlayErrorKind.AlreadyExists, $"The file '{place}' exists already.")
            { Subject = place, RecommendedAction = "Choose another -Path, or replace it with -Force." };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OverlayIpException("ClusterFileNotWritten", OverlayErrorKind.OperatingSystem, $"'{place}' could not be written: {e.Message}", e)
            { Subject = place };
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    private static FileStreamOptions OptionsFor(OverlayClusterFile file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = (UnixFileMode)Convert.ToInt32(file.Mode ?? "0644", 8);
        return options;
    }
}
