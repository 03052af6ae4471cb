using System.Globalization;

namespace OverlayIp.Lab.Network;

/// <summary>The processes that run in network namespaces, found by what /proc says of them.</summary>
internal static class NodeProcesses
{
    /// <summary>Asks all processes in these namespaces to end, as the shutdown of an operating system does.</summary>
    /// <param name="namespaceIds">The namespaces by the kernel's names, such as <c>net:[4026532281]</c>.</param>
    public static void Terminate(IReadOnlySet<string> namespaceIds)
    {
        foreach (var process in In(namespaceIds))
        {
            LinuxCalls.Signal(process, LinuxCalls.Terminate);
        }
    }

    /// <summary>Ends all processes in these namespaces, and those that they start meanwhile.</summary>
    public static void Kill(IReadOnlySet<string> namespaceIds)
    {
        // A killed process is listed until its parent has asked for it, but is in no namespace any more.
        for (var round = 0; round < 200; round++)
        {
            var processes = In(namespaceIds);
            if (processes.Count == 0)
            {
                return;
            }

            processes.ForEach(process => LinuxCalls.Signal(process, LinuxCalls.Kill));
            Thread.Sleep(1);
        }
    }

    private static List<int> In(IReadOnlySet<string> namespaceIds)
    {
        var found = new List<int>();
        if (namespaceIds.Count == 0)
        {
            return found;
        }

        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            // This very process has a thread that visits; it is not one of them.
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId
                && NetworkOf(directory) is { } network
                && namespaceIds.Contains(network))
            {
                found.Add(process);
            }
        }

        return found;
    }

    private static string? NetworkOf(string directory)
    {
        try
        {
            return new FileInfo($"{directory}/ns/net").LinkTarget;
        }
        catch (IOException)
        {
            // It ended while we looked, or is a zombie.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
