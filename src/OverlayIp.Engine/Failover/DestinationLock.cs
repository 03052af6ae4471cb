using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// Serialises the calls for a destination on this machine: an exclusive lock on a file for each (flock(2); on Windows, no
/// sharing), which the kernel releases however its holder ends. A call that comes second waits. When a cluster manager changes
/// its mind quickly, several wait, and the last wish counts: beside each lock stands the newest wish, and whoever
/// gets the lock and finds a newer, other one there gives up.
/// </summary>
public sealed class DestinationLock : IDisposable
{
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    // Each is lost only to a removal in the very moment.
    private const int Attempts = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly List<FileStream> _held = [];

    private readonly List<(string Destination, string WishPath)> _wishes = [];
    private readonly FailoverWish _wish;

    private DestinationLock(FailoverWish wish) => _wish = wish;

    /// <summary>Waits for the locks of all destinations.</summary>
    /// <param name="directories">Where the files may be; the first that can be written to is used.</param>
    /// <param name="destinations">The destinations.</param>
    /// <param name="wish">What the caller wants of them.</param>
    /// <param name="observer">Told when there is somebody to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="OverlayIpException"><c>LockUnavailable</c>: none of the directories can be used. <c>Superseded</c>: a newer
    /// call wants something else.</exception>
    public static async Task<DestinationLock> AcquireAsync(
        IReadOnlyList<string> directories,
        IEnumerable<RouteDestination> destinations,
        FailoverWish wish,
        IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var directory = Usable(directories);
        var all = new DestinationLock(wish);
        var isComplete = false;
        try
        {
            // One order for everybody: two calls with several destinations cannot wait for each other.
            foreach (var destination in destinations.Select(d => d.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var name = Path.Combine(directory, string.Concat(destination.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')));
                await RegisterAsync(name + ".wish", wish, cancellationToken);
                all._wishes.Add((destination, name + ".wish"));
                all._held.Add(await OpenAsync(name + ".lock", destination, observer, cancellationToken));
            }

            await all.ConfirmAsync(cancellationToken);
            isComplete = true;
            return all;
        }
        finally
        {
            if (!isComplete)
                all.Dispose();
        }
    }

    /// <summary>Asks again whether this is still the last wish.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OverlayIpException"><c>Superseded</c>: a newer call wants something else.</exception>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        foreach (var (destination, path) in _wishes)
        {
            if (await ReadAsync(path, cancellationToken) is { } newest && newest.At > _wish.At && newest.Action != _wish.Action)
            {
                throw new OverlayIpException("Superseded", OverlayErrorKind.Refused,
                    $"A newer call wants the {newest.Action} of {destination}, so this {_wish.Action} does nothing more: the last wish counts.")
                { Subject = destination };
            }
        }
    }

    /// <summary>The directories of this system, the best first: of the system's run-time files, of the user's, of temporary files.</summary>
    public static IReadOnlyList<string> DefaultDirectories()
    {
        if (OperatingSystem.IsWindows())
        {
            return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "OverlayIp")];
        }

        var own = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Path.IsPathFullyQualified(runtime) ? runtime : null;
        return ["/run/overlayip", .. own is null ? [] : (string[])[Path.Combine(own, "overlayip")], Path.Combine(Path.GetTempPath(), $"overlayip-{Environment.UserName}")];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The files stay: who deletes a lock file takes it from under another who has just opened it.
        foreach (var file in _held)
            file.Dispose();

        _held.Clear();
    }

    private static string Usable(IReadOnlyList<string> directories)
    {
        Exception? cause = null;
        foreach (var directory in directories)
        {
            try
            {
                Make(directory);
                return directory;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                cause = e;
            }
        }

        throw new OverlayIpException("LockUnavailable", OverlayErrorKind.OperatingSystem,
            $"No lock can be made in {string.Join(" or ", directories)}: {cause?.Message}", cause)
        { Subject = directories is [var best, ..] ? best : null, IsFatal = true, RecommendedAction = "Create such a directory for this user (systemd: RuntimeDirectory=overlayip), or name another with lockDirectory." };
    }

    // Makes the directory, if need be, and a file in it.
    private static void Make(string directory)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(directory);
                else
                    Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

                using var probe = new FileStream(Path.Combine(directory, ".probe"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                return;
            }
            catch (IOException e) when (attempt < Attempts && e is DirectoryNotFoundException or FileNotFoundException)
            {
                // Somebody has removed it, empty as it was: a lab that leaves does. In another directory there would be a lock that nobody else looks at.
            }
        }
    }

    private static async Task<FileStream> OpenAsync(string path, string? waitsFor, IOperationObserver observer, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
            {
                if (isFirst && waitsFor is not null)
                    observer.Verbose($"Another call is at work on {waitsFor}; waiting for it.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OverlayIpException("LockUnavailable", OverlayErrorKind.OperatingSystem, $"The lock {path} cannot be used: {e.Message}", e)
                { Subject = path, IsFatal = true };
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    // The wish has a lock of its own, held for no longer than this.
    private static async Task RegisterAsync(string path, FailoverWish wish, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(path, null, SilentObserver.Instance, cancellationToken);
        if (Parse(file) is { } newest && newest.At > wish.At)
            return;

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{wish.At.UtcTicks} {wish.Action}\n")));
    }

    private static async Task<FailoverWish?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(path, null, SilentObserver.Instance, cancellationToken);
        return Parse(file);
    }

    // What a kill cut short, or a clock that was put back left in the future, is no wish.
    private static FailoverWish? Parse(FileStream file)
    {
        var buffer = new byte[64];
        file.Position = 0;
        var count = file.Read(buffer);
        file.Position = 0;
        return Encoding.ASCII.GetString(buffer, 0, count) is [.., '\n'] line
            && line.TrimEnd('\n').Split(' ') is [var ticks, var action]
            && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && at > 0 && at <= DateTimeOffset.UtcNow.UtcTicks
            ? new FailoverWish(action, new DateTimeOffset(at, TimeSpan.Zero))
            : null;
    }
}
