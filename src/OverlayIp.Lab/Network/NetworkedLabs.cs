using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The networked labs of this machine. Each has a file in <c>/run/overlayip/labs</c> that says which process it belongs to; one
/// whose process is gone has crashed, and what it left is cleared away.
/// </summary>
public static class NetworkedLabs
{
    private const string Folder = "/run/overlayip/labs";

    // Each is lost only to a lab that leaves in the very moment.
    private const int Attempts = 1000;

    /// <summary>The labs that run, by name. The files hold their keys, so that only their owner sees any.</summary>
    public static IReadOnlyList<NetworkedLab> Running() =>
        Files().Select(Read).OfType<NetworkedLab>().Where(IsAlive).OrderBy(lab => lab.Name, StringComparer.Ordinal).ThenBy(lab => lab.Id, StringComparer.Ordinal).ToArray();

    /// <summary>Finds an instance of a running lab.</summary>
    /// <param name="node">The instance's name or id.</param>
    /// <param name="lab">The lab's name or id, or null when only one is meant to run.</param>
    /// <exception cref="OverlayIpException"><c>LabNotFound</c>, <c>LabAmbiguous</c> or <c>LabNodeNotFound</c>.</exception>
    public static NetworkedLabNode FindNode(string node, string? lab = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        var labs = Running().Where(one => lab is null || one.Id == lab || string.Equals(one.Name, lab, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (labs.Length == 0)
        {
            throw new OverlayIpException(
                "LabNotFound",
                OverlayErrorKind.NotFound,
                lab is null ? "No networked lab is running on this machine." : $"No networked lab with the name or id '{lab}' is running on this machine.")
            {
                Subject = lab,
                RecommendedAction = "Start one with 'Start-OverlayLab -Network' or 'overlayip lab --network', as the same user.",
            };
        }

        var found = labs.Select(one => one.FindNode(node)).OfType<NetworkedLabNode>().ToArray();
        return found switch
        {
            [var only] => only,
            [] => throw NodeNotFound(node, labs),
            _ => throw new OverlayIpException(
                "LabAmbiguous", OverlayErrorKind.InvalidArgument, $"More than one networked lab has a node '{node}': {string.Join(", ", labs.Select(one => $"{one.Name} ({one.Id})"))}.")
            {
                Subject = node,
                RecommendedAction = "Name the lab by its id as well.",
            },
        };
    }

    /// <summary>Clears away what labs have left whose process has ended without stopping them: processes, namespaces with
    /// all in them, files.</summary>
    /// <returns>The labs that were cleared away.</returns>
    /// <exception cref="OverlayIpException"><c>LabNetworkNotPossible</c>: no root, or no <c>ip</c>.</exception>
    public static IReadOnlyList<NetworkedLab> Clean()
    {
        NetworkTools.Require();
        var dead = Files().Select(Read).OfType<NetworkedLab>().Where(lab => !IsAlive(lab)).ToArray();
        if (dead.Length > 0)
        {
            OnThread(() =>
            {
                foreach (var lab in dead)
                {
                    Remove(lab);
                }
            });
        }

        return dead;
    }

    /// <summary>Writes a lab's file.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="isNew">True refuses an id that another lab has.</param>
    /// <param name="folder">Where the files are.</param>
    /// <returns>False when the id is taken.</returns>
    internal static bool Write(NetworkedLab lab, bool isNew, string folder = Folder)
    {
        var temporary = Path.Combine(folder, $".{lab.Id}-{System.Environment.ProcessId}.tmp");
        using (var file = Create(temporary))
        {
            JsonSerializer.Serialize(file, lab, NetworkedLabContext.Default.NetworkedLab);
        }

        try
        {
            File.Move(temporary, FileOf(lab.Id, folder), overwrite: !isNew);
            return true;
        }
        catch (IOException) when (isNew && File.Exists(FileOf(lab.Id, folder)))
        {
            File.Delete(temporary);
            return false;
        }
    }

    /// <summary>Deletes a lab's file, and with the last one the folders.</summary>
    /// <param name="id">The lab's id.</param>
    /// <param name="folder">Where the files are.</param>
    internal static void Delete(string id, string folder = Folder)
    {
        try
        {
            File.Delete(FileOf(id, folder));
            Directory.Delete(folder);
            Directory.Delete(Path.GetDirectoryName(folder)!);
        }
        catch (DirectoryNotFoundException)
        {
            // Another lab was the last one to leave.
        }
        catch (IOException)
        {
            // Another lab's file is in it, or something else of this product's.
        }
    }

    /// <summary>When a process was started, or null when there is none with that id.</summary>
    internal static long? StartOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The name, in parentheses, may hold anything; the state is the first field after it (proc_pid_stat(5), field 3).
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static OverlayIpException NodeNotFound(string node, NetworkedLab[] labs) => new(
        "LabNodeNotFound",
        OverlayErrorKind.NotFound,
        $"No running instance of the lab is named '{node}'. There are: {string.Join(", ", labs.SelectMany(one => one.Nodes).Select(one => one.Name))}.")
    {
        Subject = node,
        RecommendedAction = "Give the Name tag or the id of an instance that is running.",
    };

    private static void Remove(NetworkedLab lab)
    {
        var names = new NetworkNames(lab.Id);
        var spaces = Directory.Exists(NetworkTools.NamespaceFolder)
            ? Directory.EnumerateFiles(NetworkTools.NamespaceFolder, names.Prefix + "*").Select(path => Path.GetFileName(path)!).ToArray()
            : [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        // Another process may be clearing the same away: what it has deleted must not lend its number to somebody else's.
        using var hold = new NamespaceHold();
        foreach (var space in spaces.Where(hold.Add))
        {
            try
            {
                using (NamespaceScope.Enter(space))
                {
                    ids.Add(NamespaceScope.CurrentId());
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // A crash between the making of the file and the mounting of the namespace leaves an empty file.
            }
        }

        NodeProcesses.Kill(ids);
        NetworkTools.Run("ip", ["-force", "-batch", "-"], string.Concat(spaces.Select(space => $"netns delete {space}\n")));
        Delete(lab.Id);
    }

    private static void OnThread(Action act)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                act();
            }
#pragma warning disable CA1031 // Carried over to the thread that waits.
            catch (Exception caught)
#pragma warning restore CA1031
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static bool IsAlive(NetworkedLab lab) => StartOf(lab.ProcessId) == lab.ProcessStart;

    private static string FileOf(string id, string folder) => Path.Combine(folder, id + ".json");

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(path, options);
            }
            catch (IOException e) when (attempt < Attempts && e is DirectoryNotFoundException or FileNotFoundException)
            {
                // The last of the other labs has just left, and taken the folders with it.
            }
        }
    }

    private static string[] Files()
    {
        try
        {
            return Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static NetworkedLab? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), NetworkedLabContext.Default.NetworkedLab);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (IOException)
        {
            // It was stopped meanwhile.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
