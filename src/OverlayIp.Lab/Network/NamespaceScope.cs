
namespace OverlayIp.Lab.Network;

/// <summary>
/// The time that a thread spends in another network namespace. What it makes there belongs there for good: sockets, and
/// the processes that it starts. Only for threads of one's own, never one of the pool.
/// </summary>
internal sealed class NamespaceScope : IDisposable
{
    private readonly int _home;

    private NamespaceScope(int home) => _home = home;

    /// <summary>Moves the calling thread to a namespace of ip-netns(8).</summary>
    public static NamespaceScope Enter(string name)
    {
        var scope = new NamespaceScope(LinuxCalls.Open("/proc/thread-self/ns/net"));
        try
        {
            var there = LinuxCalls.Open($"{NetworkTools.NamespaceFolder}/{name}");
            try
            {
                LinuxCalls.EnterNetwork(there);
            }
            finally
            {
                LinuxCalls.Close(there);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            LinuxCalls.Close(scope._home);
            throw;
        }

        return scope;
    }

    /// <summary>The kernel's name of the namespace that the calling thread is in, such as <c>net:[4026531840]</c>.</summary>
    public static string CurrentId() => new FileInfo("/proc/thread-self/ns/net").LinkTarget!;

    public void Dispose()
    {
        LinuxCalls.EnterNetwork(_home);
        LinuxCalls.Close(_home);
    }
}
