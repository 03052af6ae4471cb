using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OverlayIp.Session;

/// <summary>
/// The private home of the engine and of every third-party assembly, so that another module's AWSSDK.Core in the same
/// session neither disturbs it nor is disturbed. The assemblies lie in <c>deps/</c>. Where <c>deps/&lt;rid&gt;/net&lt;n&gt;.0/</c> has
/// them compiled ahead of time for this system, the highest n that is not above this runtime's is preferred: a newer
/// runtime ignores an older one's compiled code and an older one cannot read a newer one's (see OverlayIp.Module.targets).
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly string[] EntryAssemblies = ["OverlayIp.Engine", "OverlayIp.Lab"];

    private readonly string _moduleFolder;
    private string[]? _folders;

    public EngineLoadContext(string moduleFolder)
        : base("OverlayIp") => _moduleFolder = moduleFolder;

    /// <summary>Answers the default context when <c>OverlayIp.dll</c> asks for the engine or the lab, and nothing else: handing out
    /// our AWSSDK to the rest of the session would be the very clash that this class prevents.</summary>
    public Assembly? ResolveForDefault(AssemblyLoadContext context, AssemblyName name) =>
        Array.Exists(EntryAssemblies, e => e.Equals(name.Name, StringComparison.OrdinalIgnoreCase)) ? LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // OverlayIp.Model is not in deps/, so the types that cross the border are the default context's own.
        foreach (var folder in _folders ??= FindFolders())
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
            {
                return LoadFromAssemblyPath(path);
            }
        }

        return null;
    }

    // Looked for at the first use, because import does no I/O.
    private string[] FindFolders()
    {
        var deps = Path.Combine(_moduleFolder, "deps");
        return [.. CompiledFolders(Path.Combine(deps, PortableRid())), deps];
    }

    private static IEnumerable<string> CompiledFolders(string platformFolder)
    {
        for (var version = Environment.Version.Major; version >= 8; version--)
        {
            var folder = Path.Combine(platformFolder, $"net{version}.0");
            if (Directory.Exists(folder))
            {
                yield return folder;
            }
        }
    }

    private static string PortableRid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
