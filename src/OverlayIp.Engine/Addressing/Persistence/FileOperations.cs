using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

// The real thing.
internal sealed class FileOperations(IProcessRunner runner) : IFileOperations
{
    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, DirectoryMode);
    }

    public void Write(string path, byte[] content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = new FileStream(path, options);
        file.Write(content);

        // After the content, so that nobody reads a secret through a mode that the umask has not narrowed.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, mode);

        file.Flush(flushToDisk: true);
    }

    public void CreateLink(string path, string target) => File.CreateSymbolicLink(path, target);

    public async Task CopyAttributesAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return;

        // .NET tells no owner. The mode comes second: chown(2) clears bits of it.
        var command = new ProcessCommand("chown", ["--reference=" + from, to]);
        var result = await runner.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
            throw new IOException($"'{command}' failed: {result.Error.Trim()}");

        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void DeleteEmptyDirectory(string path)
    {
        if (!Directory.EnumerateFileSystemEntries(path).Any())
            Directory.Delete(path);
    }

    public void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        // .NET opens no directories.
        var handle = Open(Encoding.UTF8.GetBytes(path + '\0'), 0);
        if (handle < 0)
            throw LastError(path);

        try
        {
            if (Sync(handle) < 0)
                throw LastError(path);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException LastError(string path) => new($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
