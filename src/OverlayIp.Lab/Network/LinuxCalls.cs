using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OverlayIp.Lab.Network;

/// <summary>The system calls that .NET has no method for.</summary>
internal static class LinuxCalls
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const int BrokenPipe = 13;
    private const int NewNetwork = 0x4000_0000;
    private const int CloseOnExec = 0x8_0000;
    private const int NoSuchProcess = 3;

    /// <summary>Opens a file to read, as open(2) does: .NET's own would lock it, which a namespace's file does not allow.</summary>
    public static int Open(string path)
    {
        var descriptor = OpenFile(path, CloseOnExec);
        return descriptor >= 0 ? descriptor : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public static void Close(int descriptor) => _ = CloseFile(descriptor);

    /// <summary>Moves the calling thread to a network namespace (setns(2)). Sockets stay where they were made.</summary>
    public static void EnterNetwork(int descriptor)
    {
        if (SetNamespace(descriptor, NewNetwork) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"setns: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Sends a signal (kill(2)). False when there is no such process any more.</summary>
    public static bool Signal(int process, int signal)
    {
        if (SendSignal(process, signal) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == NoSuchProcess
            ? false
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"kill {process}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Turns this process into another program (execve(2)). Returns only when that fails.</summary>
    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its arguments, beginning with its own name.</param>
    /// <param name="environment">Its environment, each as <c>name=value</c>.</param>
    public static Win32Exception Execute(string path, IEnumerable<string> arguments, IEnumerable<string> environment)
    {
        // .NET ignores SIGPIPE, which a new program would inherit: "yes | head" would never end.
        _ = SetHandler(BrokenPipe, 0);
        _ = ReplaceProcess(path, [.. arguments, null], [.. environment, null]);
        return new Win32Exception(Marshal.GetLastPInvokeError(), $"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static extern nint SetHandler(int signal, nint handler);

    // LPStr is UTF-8 on Unix; arrays take no other.
    [DllImport("libc", EntryPoint = "execve", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ReplaceProcess(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int CloseFile(int descriptor);

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int descriptor, int type);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
