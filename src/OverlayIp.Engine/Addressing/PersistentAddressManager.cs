using System.Net.Sockets;
using System.Runtime.InteropServices;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Addressing;

/// <summary>
/// The addresses of this machine as they are now and as they will be after a reboot; or of an image, where only the
/// latter is known. Every error is an <see cref="OverlayIpException"/> whose id starts with <c>Address</c>.
/// </summary>
public sealed class PersistentAddressManager : ILocalAddressManager
{
    private readonly ILocalAddressManager? _present;
    private readonly IAddressPersistence _persistence;

    /// <summary>Makes a manager.</summary>
    /// <param name="present">The running system's addresses; null for an image.</param>
    /// <param name="persistence">What is there after a boot.</param>
    public PersistentAddressManager(ILocalAddressManager? present, IAddressPersistence persistence)
    {
        _present = present;
        _persistence = persistence;
    }

    /// <summary>The manager for the operating system that this process runs on.</summary>
    /// <exception cref="OverlayIpException"><c>AddressPlatformNotSupported</c>: neither Linux nor Windows.</exception>
    public static PersistentAddressManager ForThisSystem()
    {
        var present = LocalAddressManager.ForThisSystem();
        return new(present, OperatingSystem.IsWindows() ? new WindowsAddressPersistence(new ProcessRunner(), () => Environment.IsPrivilegedProcess) : LinuxAddressPersistence.ForRunningSystem(new ProcessRunner()));
    }

    /// <summary>The manager for a Linux image or test tree: its files are read and written, nothing on this machine is.</summary>
    /// <param name="root">The image's root directory.</param>
    /// <exception cref="OverlayIpException"><c>AddressPlatformNotSupported</c>, <c>AddressRootNotFound</c>.</exception>
    public static PersistentAddressManager ForImage(string root) => OperatingSystem.IsWindows()
        ? throw AddressErrors.PlatformNotSupported(RuntimeInformation.OSDescription)
        : new(null, LinuxAddressPersistence.ForImage(root, new ProcessRunner()));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OverlayAddress>> GetAsync(AddressQuery query, CancellationToken cancellationToken)
    {
        var persisted = await _persistence.FindAsync(cancellationToken);
        IReadOnlyList<OverlayAddress> present = [], everything = [];
        if (_present is not null)
        {
            present = await _present.GetAsync(query, cancellationToken);
            everything = await _present.GetAsync(new AddressQuery { IncludeAll = true }, cancellationToken);
        }

        var absent =
            from entry in persisted
            where !everything.Any(address => IsAt(address, entry)) && IsWanted(query, entry)
            group entry by (entry.Address, entry.InterfaceName) into entries
            select Absent(entries.First());
        return
        [
            .. from address in present.Concat(absent)
               let complete = Complete(address, persisted, everything)
               where complete.Persistent || !query.PersistentOnly
               select complete,
        ];
    }

    /// <inheritdoc/>
    public async Task<AddressPlan> PlanAddAsync(AddRequest request, CancellationToken cancellationToken)
    {
        if (_present is null)
            return await PlanImageAsync(request, cancellationToken);

        var plan = await _present.PlanAddAsync(request, cancellationToken);
        if (!request.Persistent)
            return plan;

        var permanent = await PlanPermanentAsync(request, plan.InterfaceName, plan.Label, cancellationToken);

        // ifcfg files give every further address a label: better the same now than another one after the boot.
        if (plan.Present is null && request.Label is null && permanent.Label is not null)
            plan = await _present.PlanAddAsync(request with { Label = permanent.Label }, cancellationToken);

        return plan with { Persistence = [permanent], Description = Describe(plan, permanent) };
    }

    /// <inheritdoc/>
    public async Task<AddressPlan> PlanRemoveAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        AddressRules.DemandUsable(request.Address);
        var named = request.InterfaceName is null || _present is null ? request.InterfaceName : await NameOfAsync(request.InterfaceName, cancellationToken);
        var permanent = await _persistence.PlanRemoveAsync(request.Address, named, cancellationToken);
        AddressPlan? plan = null;
        if (_present is not null)
        {
            try
            {
                // Also for the permanent configuration alone: an interface's own address is refused there, and Windows marks none.
                plan = await _present.PlanRemoveAsync(request, cancellationToken);
            }
            catch (OverlayIpException error) when (error.ErrorId is "AddressNotFound" or "AddressInterfaceNotFound" && permanent.Count > 0)
            {
                // It is gone already, and will not be back.
            }
            catch (OverlayIpException error) when (error.ErrorId is "AddressDuplicate" && request.PersistentOnly)
            {
                // Several interfaces have it now; what is permanent says where it is so.
            }

            if (request.PersistentOnly)
                plan = null;
        }

        if (plan is not null)
            return permanent.Count == 0 ? plan : plan with { Persistence = permanent, Description = string.Join("; ", permanent.Where(part => !part.IsNoOp).Select(part => part.Description).Prepend(plan.Description)) };

        if (permanent.Count == 0)
            throw request.PersistentOnly ? PersistenceErrors.NotPermanent(request.Address) : AddressErrors.NotFound(request.Address, request.InterfaceName, []);

        if (permanent.All(part => part.IsNoOp))
            throw PersistenceErrors.OnlyForeign(permanent[0].Existing!);

        var first = permanent.First(part => !part.IsNoOp);
        return new AddressPlan
        {
            Kind = AddressPlanKind.Remove,
            Address = request.Address,
            InterfaceName = first.InterfaceName,
            Label = first.Label,
            Commands = [],
            Description = Capitalized(string.Join("; ", permanent.Where(part => !part.IsNoOp).Select(part => part.Description))),
            Persistence = permanent,
        };
    }

    /// <inheritdoc/>
    public Task<OverlayAddress> ApplyAsync(AddressPlan plan, CancellationToken cancellationToken) => ApplyAsync(plan, SilentObserver.Instance, cancellationToken);

    /// <summary>The same, with somebody who hears what could not be told to the network stack.</summary>
    /// <param name="plan">A plan of this manager.</param>
    /// <param name="observer">Hears warnings.</param>
    /// <param name="cancellationToken">Stops before the next command or file.</param>
    public async Task<OverlayAddress> ApplyAsync(AddressPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        // Added first and removed last, so that whatever fails leaves an address that is there no longer than it should be.
        OverlayAddress? result = null;
        if (plan.Kind == AddressPlanKind.Add)
            result = await ApplyPresentAsync(plan, cancellationToken);

        foreach (var permanent in plan.Persistence)
            await _persistence.ApplyAsync(permanent, observer, cancellationToken);

        result ??= await ApplyPresentAsync(plan, cancellationToken);
        var persisted = await _persistence.FindAsync(cancellationToken);
        if (plan.Kind == AddressPlanKind.Remove)
            return plan.Persistence.FirstOrDefault(part => !part.IsNoOp)?.Existing is { } taken ? Filled(result, taken) with { Changed = true } : result;

        if (plan.Persistence.Count > 0 && !persisted.Any(entry => IsAt(result, entry)))
            throw PersistenceErrors.NotPersisted(plan.Persistence[0]);

        var everything = _present is null ? [] : await _present.GetAsync(new AddressQuery { IncludeAll = true }, cancellationToken);
        return Complete(result, persisted, everything) with { Changed = result.Changed || plan.Persistence.Any(part => !part.IsNoOp) };
    }

    private async Task<OverlayAddress> ApplyPresentAsync(AddressPlan plan, CancellationToken cancellationToken) =>
        plan.Commands.Count > 0 ? await _present!.ApplyAsync(plan, cancellationToken) : plan.Present ?? Absent(plan.Address, plan.InterfaceName, plan.Label);

    private async Task<AddressPlan> PlanImageAsync(AddRequest request, CancellationToken cancellationToken)
    {
        AddressRules.DemandUsable(request.Address);
        var interfaceName = request.InterfaceName ?? throw PersistenceErrors.InterfaceRequired(request.Address);
        if (request.Label is not null)
            AddressRules.DemandLabel(request.Label, request.Address, interfaceName);

        var permanent = await PlanPermanentAsync(request, interfaceName, request.Label, cancellationToken);
        return new AddressPlan
        {
            Kind = AddressPlanKind.Add,
            Address = request.Address,
            InterfaceName = interfaceName,
            Label = permanent.Label,
            Commands = [],
            Description = Capitalized(permanent.Description),
            Persistence = [permanent],
        };
    }

    // Files have the interface's first name. One that only files know, such as that of a detached interface, is taken as it is.
    private async Task<string> NameOfAsync(string interfaceName, CancellationToken cancellationToken)
    {
        try
        {
            var known = await _present!.GetAsync(new AddressQuery { InterfaceName = interfaceName, IncludeAll = true }, cancellationToken);
            return known is [var first, ..] ? first.InterfaceName : interfaceName;
        }
        catch (OverlayIpException error) when (error.ErrorId == "AddressInterfaceNotFound")
        {
            return interfaceName;
        }
    }

    private Task<PersistencePlan> PlanPermanentAsync(AddRequest request, string interfaceName, string? label, CancellationToken cancellationToken) =>
        _persistence.PlanAddAsync(
            new PersistRequest
            {
                Address = request.Address,
                InterfaceName = interfaceName,
                Label = request.Label ?? label,
                SkipAsSource = request.SkipAsSource,
                Stack = request.Stack,
                Force = request.Force,
            },
            cancellationToken);

    private static string Describe(AddressPlan plan, PersistencePlan permanent) => (plan.Commands.Count == 0, permanent.IsNoOp) switch
    {
        (true, true) => $"{plan.Description}, and permanent ({permanent.Stack})",
        (true, false) => Capitalized(permanent.Description),
        (false, true) => $"{plan.Description}, where it is permanent already ({permanent.Stack})",
        (false, false) => $"{plan.Description} and make it permanent ({permanent.Stack})",
    };

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool IsAt(OverlayAddress address, PersistedAddress entry) => address.InterfaceName == entry.InterfaceName && address.Address == entry.Address.Address.ToString();

    private static bool IsWanted(AddressQuery query, PersistedAddress entry)
    {
        if (query.InterfaceName is { } name && name != entry.InterfaceName)
            return false;

        // As for addresses that are present: the interface's own are of no interest, and nor is loopback.
        var isCandidate = entry.IsOwned || (entry.PrefixLength == entry.Address.PrefixLength && !AddressRules.IsLoopback(entry.Address.Address) && !AddressRules.IsLinkLocal(entry.Address.Address));
        return query.Addresses.Contains(entry.Address)
            || ((query.IncludeAll || isCandidate) && (query.Addresses.Count == 0 || query.Addresses.Any(wanted => wanted.Contains(entry.Address))));
    }

    private static OverlayAddress Complete(OverlayAddress address, IReadOnlyList<PersistedAddress> persisted, IReadOnlyList<OverlayAddress> everything)
    {
        var configured = persisted.Where(entry => entry.Address.Address.ToString() == address.Address).ToList();
        var best = configured.Where(entry => entry.InterfaceName == address.InterfaceName).OrderByDescending(entry => entry.IsEffective).ThenByDescending(entry => entry.IsOwned).FirstOrDefault();
        var interfaces = everything.Where(other => other.Address == address.Address).Select(other => other.InterfaceName)
            .Concat(configured.Select(entry => entry.InterfaceName)).Distinct(StringComparer.Ordinal).Count();
        address = address with { Duplicate = address.Duplicate || interfaces > 1 || configured.Select(entry => entry.File).Distinct(StringComparer.Ordinal).Count() > 1 };
        return best is null ? address : Filled(address, best);
    }

    private static OverlayAddress Filled(OverlayAddress address, PersistedAddress entry) => address with
    {
        Persistent = entry.IsEffective,
        Stack = entry.Stack,
        File = entry.File.Length > 0 ? entry.File : null,
        Owned = entry.IsOwned,
    };

    private static OverlayAddress Absent(PersistedAddress entry) => Absent(entry.Address, entry.InterfaceName, entry.Label) with { PrefixLength = entry.PrefixLength };

    private static OverlayAddress Absent(CidrBlock address, string interfaceName, string? label) => new()
    {
        Address = address.Address.ToString(),
        PrefixLength = address.PrefixLength,
        InterfaceName = interfaceName,
        Label = label,
        AddressFamily = address.AddressFamily,
        Present = false,
    };
}
