using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;

namespace OverlayIp.Session;

/// <summary>Hooks the private load context when the module is imported, and tidies up when it is removed. Import does no I/O:
/// the engine is loaded by the first command that needs it. Before that, and on a thread of its own, the runtime may load it where the startup
/// profile that PowerShell keeps (<see cref="System.Runtime.ProfileOptimization"/>) names it: through the same context, and it is the same engine.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // One for the life of the process: an assembly that has been loaded once cannot be loaded again beside itself, so a
    // second import must find the first one's engine.
    private static readonly EngineLoadContext Context = new(Path.GetDirectoryName(typeof(ModuleLifetime).Assembly.Location)!);

    // Every runspace of the process (ForEach-Object -Parallel, Start-ThreadJob) imports the module for itself and shares this
    // state: only the last one to leave may put the lights out.
    private static readonly HashSet<Runspace> Users = [];

    /// <summary>Called by PowerShell on import.</summary>
    public void OnImport()
    {
        lock (Users)
        {
            Forget(Runspace.DefaultRunspace);
            if (Runspace.DefaultRunspace is { } runspace)
            {
                Users.Add(runspace);
            }

            AssemblyLoadContext.Default.Resolving -= Context.ResolveForDefault;
            AssemblyLoadContext.Default.Resolving += Context.ResolveForDefault;
        }
    }

    /// <summary>Called by PowerShell on removal: when no other runspace uses the module, stops the labs of the session and closes its connections.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Users)
        {
            Forget(Runspace.DefaultRunspace);
            if (Users.Count > 0)
            {
                return;
            }

            if (OverlaySession.IsStarted)
            {
                OverlaySession.End();
            }

            AssemblyLoadContext.Default.Resolving -= Context.ResolveForDefault;
        }
    }

    // A runspace that is closed tells no module of it.
    private static void Forget(Runspace? leaving) => Users.RemoveWhere(
        user => user == leaving || user.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);
}
