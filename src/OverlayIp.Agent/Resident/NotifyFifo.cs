using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>
/// keepalived's <c>notify_fifo</c>, read by a thread of its own. Opened for writing, too, so that it never ends however often
/// keepalived does; made again when it was removed, as keepalived does with one that it made itself.
/// </summary>
internal sealed class NotifyFifo : IDisposable
{
    private const uint OwnerOnly = 0x180;
    private const int AlreadyExists = 17;
    private const UnixFileMode OfOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly Action<string> _take;
    private readonly Action<OverlayIpException> _fail;
    private readonly LineSplitter _lines = new();
    private readonly Thread _reader;
    private readonly Timer _check;
    private volatile bool _isStopped;
    private bool _hasComplained;
    private volatile FileStream _pipe;
    private volatile FileStream? _removed;

    /// <summary>Opens the FIFO, and makes it when it is not there.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="take">Gets each line, on the reader's thread.</param>
    /// <param name="fail">Told when it was removed and cannot be made again yet.</param>
    /// <exception cref="OverlayIpException"><c>FifoInvalid</c>, <c>FifoUnsafe</c>, <c>FifoUnavailable</c>.</exception>
    public NotifyFifo(string path, Action<string> take, Action<OverlayIpException> fail)
    {
        (_path, _take, _fail) = (path, take, fail);
        _pipe = Open(path);
        _reader = new Thread(Read) { IsBackground = true, Name = "notify_fifo" };
        _check = new Timer(_ => Check(), null, CheckInterval, CheckInterval);
        _reader.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopped = true;
        _check.Dispose();
        Wake(_pipe);
        _reader.Join();
        _pipe.Dispose();
    }

    private static FileStream Open(string path)
    {
        try
        {
            if (!File.Exists(path) && MakeFifo(path, OwnerOnly) != 0 && Marshal.GetLastPInvokeError() != AlreadyExists)
                throw Wrong("FifoUnavailable", path, $"cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");

            if (new FileInfo(path).LinkTarget is not null)
                throw Wrong("FifoUnsafe", path, "is a symbolic link.");

            var pipe = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 });
            var problem = pipe.CanSeek
                ? Wrong("FifoInvalid", path, "is a file, not a FIFO.")
                : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(pipe.SafeFileHandle) & OfOthers) != 0
                    ? Wrong("FifoUnsafe", path, "can be written by others than its owner, who could then move the address.")
                    : null;
            if (problem is null)
                return pipe;

            pipe.Dispose();
            throw problem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong("FifoUnavailable", path, $"cannot be opened: {e.Message}", e);
        }
    }

    private static OverlayIpException Wrong(string errorId, string path, string problem, Exception? cause = null) =>
        new(errorId, errorId == "FifoUnavailable" ? OverlayErrorKind.OperatingSystem : OverlayErrorKind.InvalidArgument, $"The FIFO '{path}' {problem}", cause)
        { Subject = path, RecommendedAction = "Name with --fifo what keepalived.conf names with notify_fifo, in a directory that only root can write to; it is made if it is not there." };

    private void Read()
    {
        var buffer = new byte[4096];
        while (!_isStopped)
        {
            var count = _pipe.Read(buffer, 0, buffer.Length);
            if (_isStopped)
                return;

            if (count > 0)
                _lines.Feed(buffer.AsSpan(0, count), _take);

            // Checks can overlap when the machine is slow: one may speak of a FIFO that has been exchanged since.
            if (ReferenceEquals(_removed, _pipe))
                Reopen();
        }
    }

    private void Reopen()
    {
        try
        {
            var fresh = Open(_path);
            _pipe.Dispose();
            _pipe = fresh;
            _lines.Reset();
            _hasComplained = false;
        }
        catch (OverlayIpException e)
        {
            // Its directory may be gone, too, as after a change of systemd's RuntimeDirectory. The next check tries again.
            if (!_hasComplained)
                _fail(e);

            _hasComplained = true;
        }
    }

    private void Check()
    {
        var pipe = _pipe;
        if (_isStopped || !OperatingSystem.IsLinux() || !IsRemoved(pipe))
            return;

        _removed = pipe;
        Wake(pipe);
    }

    // Linux says by the descriptor's link that a file has no name any more. The reader may be closing it just now: its number would then be
    // nobody's, or another file's.
    private static bool IsRemoved(FileStream pipe)
    {
        SafeFileHandle? handle = null;
        var isHeld = false;
        try
        {
            handle = pipe.SafeFileHandle;
            handle.DangerousAddRef(ref isHeld);
            var descriptor = handle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
            return File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.FullName.EndsWith(" (deleted)", StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or UnauthorizedAccessException)
        {
            // It has been closed, or /proc cannot be read.
            return false;
        }
        finally
        {
            if (isHeld)
                handle!.DangerousRelease();
        }
    }

    // A read that waits on a pipe can be ended by writing only.
    private static void Wake(FileStream pipe)
    {
        try
        {
            pipe.WriteByte((byte)'\n');
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has been exchanged, which needs no waking.
        }
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
