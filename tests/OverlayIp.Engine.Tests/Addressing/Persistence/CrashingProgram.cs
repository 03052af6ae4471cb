using System.Globalization;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>What this assembly does as a program: changes files and kills itself at a given step, as a power failure would.</summary>
internal static class CrashingProgram
{
    /// <summary>crash &lt;root&gt; &lt;add|remove&gt; &lt;step&gt;: 0 when the change ended before that step.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["crash", var root, var what, var step])
            return 64;

        var operations = new InterruptedFileOperations(new FileOperations(new ProcessRunner()), int.Parse(step, CultureInfo.InvariantCulture), System.Diagnostics.Process.GetCurrentProcess().Kill);
        var persistence = LinuxAddressPersistence.For(root, isOffline: true, new ProcessRunner(), operations);
        await ChangeAsync(persistence, what);
        return 0;
    }

    public static async Task ChangeAsync(LinuxAddressPersistence persistence, string what)
    {
        var address = CidrBlock.Parse("10.2.0.1");
        var name = persistence.Detect("eth0") is OverlayAddressStack.IfcfgRhel or OverlayAddressStack.Wicked ? "eth0" : "ens5";
        IReadOnlyList<PersistencePlan> plans = what == "add"
            ? [await persistence.PlanAddAsync(new PersistRequest { Address = address, InterfaceName = name }, default)]
            : await persistence.PlanRemoveAsync(address, null, default);
        foreach (var plan in plans)
            await persistence.ApplyAsync(plan, SilentObserver.Instance, default);
    }
}
