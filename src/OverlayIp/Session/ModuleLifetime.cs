using System.Management.Automation;
using System.Runtime.Loader;

namespace OverlayIp.Session;

/// <summary>Hooks the private load context when the module is imported, and tidies up when it is removed. Import does no I/O:
/// the engine is loaded by the first command that needs it.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // One for the life of the process: an assembly that has been loaded once cannot be loaded again beside itself, so a
    // second import must find the first one's engine.
    private static readonly EngineLoadContext Context = new(Path.GetDirectoryName(typeof(ModuleLifetime).Assembly.Location)!);

    /// <summary>Called by PowerShell on import.</summary>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= Context.ResolveForDefault;
        AssemblyLoadContext.Default.Resolving += Context.ResolveForDefault;
    }

    /// <summary>Called by PowerShell on removal: stops the labs of the session and closes its connections.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (OverlaySession.IsStarted)
        {
            OverlaySession.End();
        }

        AssemblyLoadContext.Default.Resolving -= Context.ResolveForDefault;
    }
}
