using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OverlayIp.Session;

/// <summary>
/// The private home of the engine and of every third-party assembly, so that another module's AWSSDK.Core in the same
/// session neither disturbs it nor is disturbed. The assemblies lie in <c>deps/</c>; where <c>deps/&lt;rid&gt;/</c> has one
/// compiled ahead of time for this system, it is preferred.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly string[] EntryAssemblies = ["OverlayIp.Engine", "OverlayIp.Lab"];

    private readonly string[] _folders;

    public EngineLoadContext(string moduleFolder)
        : base("OverlayIp")
    {
        var deps = Path.Combine(moduleFolder, "deps");
        _folders = [Path.Combine(deps, PortableRid()), deps];
    }

    /// <summary>Answers the default context when <c>OverlayIp.dll</c> asks for the engine or the lab, and nothing else: handing out
    /// our AWSSDK to the rest of the session would be the very clash that this class prevents.</summary>
    public Assembly? ResolveForDefault(AssemblyLoadContext context, AssemblyName name) =>
        Array.Exists(EntryAssemblies, e => e.Equals(name.Name, StringComparison.OrdinalIgnoreCase)) ? LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // OverlayIp.Model is not in deps/, so the types that cross the border are the default context's own.
        foreach (var folder in _folders)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
            {
                return LoadFromAssemblyPath(path);
            }
        }

        return null;
    }

    private static string PortableRid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
