using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

// The files of this machine, or of an image that is mounted or lies somewhere below. Symbolic links lead where they would
// lead on the running image: an absolute one starts at the image's root, never at this machine's.
internal sealed class RootedTree(string root, bool skipsWhatMayNotBeRead = false)
{
    private const int MaximumLinks = 40; // As the kernel: path_resolution(7).
    private const int NoSuchProcess = 3; // ESRCH: errno(3).

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public bool IsWholeMachine => _root == "/";

    // For people who may not read everything, such as profiles of mode 0600: what they may read is better than an error.
    public RootedTree Readable() => new(_root, skipsWhatMayNotBeRead: true);

    // Every byte becomes the character of the same number and back, so that what is not ours survives whatever its encoding.
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Resolve(path), Encoding.Latin1);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or IOException { HResult: NoSuchProcess })
        {
            // A process can end after its file in /proc was opened: then it is reading that fails.
            return null;
        }
        catch (UnauthorizedAccessException) when (skipsWhatMayNotBeRead || Directory.Exists(Resolve(path)))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PersistenceErrors.Unreadable(path, error.Message, error);
        }
    }

    public bool Exists(string path)
    {
        var full = Resolve(path);
        return File.Exists(full) || Directory.Exists(full);
    }

    public IReadOnlyList<string> List(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Resolve(directory)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException) when (skipsWhatMayNotBeRead)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PersistenceErrors.Unreadable(directory, error.Message, error);
        }
    }

    // Where a symbolic link leads, as it is written; null when it is none.
    public string? ReadLink(string path) => new FileInfo(ResolveParent(path)).LinkTarget;

    // The path on this machine, all links followed.
    public string Resolve(string path) => Walk(path, followsLast: true);

    // The same, but a link at the very end is left alone.
    public string ResolveParent(string path) => Walk(path, followsLast: false);

    // The path as the image sees it, of something below the root.
    public string Inside(string fullPath) => IsWholeMachine ? fullPath : fullPath[_root.Length..];

    private string Walk(string path, bool followsLast)
    {
        var current = new List<string>();
        var rest = new Stack<string>(Parts(path).Reverse());
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                if (current.Count > 0)
                    current.RemoveAt(current.Count - 1);

                continue;
            }

            var target = rest.Count == 0 && !followsLast ? null : new FileInfo(Full([.. current, part])).LinkTarget;
            if (target is null)
            {
                current.Add(part);
                continue;
            }

            if (++links > MaximumLinks)
                throw PersistenceErrors.Unreadable(path, "too many symbolic links.");

            if (target.StartsWith('/'))
                current.Clear();

            foreach (var piece in Parts(target).Reverse())
                rest.Push(piece);
        }

        return Full(current);
    }

    private string Full(IEnumerable<string> parts) => (IsWholeMachine ? "" : _root) + "/" + string.Join('/', parts);

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
