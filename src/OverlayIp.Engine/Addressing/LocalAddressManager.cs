using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OverlayIp.Engine.Addressing;

/// <summary>Reads and changes the addresses of this machine: through iproute2's <c>ip</c> on Linux, <c>netsh</c> on Windows.</summary>
public sealed class LocalAddressManager : ILocalAddressManager
{
    // Windows takes about three seconds to see whether anybody else answers for a new address.
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAddressPlatform _platform;

    private LocalAddressManager(IAddressPlatform platform) => _platform = platform;

    /// <summary>The manager for the operating system that this process runs on.</summary>
    /// <exception cref="OverlayIpException"><c>AddressPlatformNotSupported</c>: neither Linux nor Windows.</exception>
    public static LocalAddressManager ForThisSystem()
    {
        if (OperatingSystem.IsLinux())
            return ForLinux(new ProcessRunner(), new LinuxSystemState());

        if (OperatingSystem.IsWindows())
            return ForWindows(new ProcessRunner(), new WindowsInterfaceReader(), () => Environment.IsPrivilegedProcess);

        throw AddressErrors.PlatformNotSupported(RuntimeInformation.OSDescription);
    }

    /// <summary>The manager for Linux.</summary>
    /// <param name="runner">Runs <c>ip</c>.</param>
    /// <param name="state">What the kernel tells in <c>/proc</c>.</param>
    public static LocalAddressManager ForLinux(IProcessRunner runner, LinuxSystemState state) =>
        new(new LinuxAddressPlatform(runner, state));

    /// <summary>The manager for Windows.</summary>
    /// <param name="runner">Runs <c>netsh</c>.</param>
    /// <param name="reader">Reads the interfaces.</param>
    /// <param name="isElevated">Whether this process runs as an administrator.</param>
    public static LocalAddressManager ForWindows(IProcessRunner runner, IWindowsInterfaceReader reader, Func<bool> isElevated) =>
        new(new WindowsAddressPlatform(runner, reader, isElevated));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OverlayAddress>> GetAsync(AddressQuery query, CancellationToken cancellationToken)
    {
        var interfaces = await _platform.ReadInterfacesAsync(withMainAddresses: query.IncludeFindings || !IsExact(query), cancellationToken);
        var searched = query.InterfaceName is null ? interfaces : [Find(interfaces, query.InterfaceName)];
        var found =
            from holder in searched
            where holder.IsUp || !query.UpOnly
            from address in holder.Addresses
            where IsWanted(query, address)
            select holder.Describe(address);
        var completed = await _platform.CompleteAsync([.. found], cancellationToken);
        return query.IncludeFindings ? await InspectAsync(completed, interfaces, cancellationToken) : completed;
    }

    /// <inheritdoc/>
    public async Task<AddressPlan> PlanAddAsync(AddRequest request, CancellationToken cancellationToken)
    {
        var address = request.Address;
        AddressRules.DemandUsable(address);
        var interfaces = await _platform.ReadInterfacesAsync(withMainAddresses: false, cancellationToken);
        var target = request.InterfaceName is { } name
            ? Find(interfaces, name)
            : await FindDefaultAsync(interfaces, address, cancellationToken);
        _platform.DemandSupport(request, target);

        var plan = new AddressPlan
        {
            Kind = AddressPlanKind.Add,
            Address = address,
            InterfaceName = target.Name,
            Label = request.Label,
            Commands = [],
            Description = $"Address {address} is on interface {target.Name} already",
        };
        if (target.Find(address) is { } present)
        {
            var label = request.Label ?? present.Label;
            if (request.Persistent || (label != present.Label && request.Force))
                await DemandOverlayAsync(address, target.Name, cancellationToken);

            plan = plan with { Present = target.Describe(present), Label = label };
            if (label == present.Label)
                return plan;

            if (!request.Force)
                throw AddressErrors.OtherLabel(address, target.Name, present.Label, label!);

            return plan with
            {
                Commands = [_platform.RemoveCommand(address, target), .. _platform.AddCommands(request, target)],
                Description = $"Remove address {address} from interface {target.Name} and add it again with label {label}",
            };
        }

        var holders = Holders(interfaces, address);
        if (holders.Count > 0 && !request.Force)
            throw AddressErrors.OnOtherInterface(address, target.Name, holders.Select(holder => holder.Name));

        return plan with
        {
            Commands = _platform.AddCommands(request, target),
            Description = $"Add address {address} to interface {target.Name}" + (request.Label is null ? "" : $" with label {request.Label}"),
            KeepsDhcp = target.UsesDhcp,
        };
    }

    /// <inheritdoc/>
    public async Task<AddressPlan> PlanRemoveAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        var address = request.Address;
        AddressRules.DemandUsable(address);
        var interfaces = await _platform.ReadInterfacesAsync(withMainAddresses: true, cancellationToken);
        var everywhere = Holders(interfaces, address);
        var named = request.InterfaceName is null ? null : Find(interfaces, request.InterfaceName);
        var holders = named is null ? everywhere : [.. everywhere.Where(holder => holder == named)];
        if (holders.Count > 1)
            throw AddressErrors.Ambiguous(address, holders.Select(holder => holder.Name));

        var holder = holders.FirstOrDefault();
        var present = holder?.Find(address);
        if (holder is not null && present is not null)
            DemandOverlay(address, holder, present);

        // While another interface has the address, its local routes are in use.
        var leftOver = everywhere.Count > holders.Count ? [] : await _platform.FindLeftOverRoutesAsync(address, holder, cancellationToken);
        if (holder is null && leftOver.Count == 0)
            throw AddressErrors.NotFound(address, named?.Name, [.. everywhere.Select(other => other.Name)]);

        // An address that came between the two readings has brought its route, which is no left-over.
        if (holder is null && Holders(await _platform.ReadInterfacesAsync(withMainAddresses: false, cancellationToken), address).Count > 0)
            return await PlanRemoveAsync(request, cancellationToken);

        return new AddressPlan
        {
            Kind = AddressPlanKind.Remove,
            Address = address,
            InterfaceName = holder?.Name ?? leftOver[0].InterfaceName,
            Label = present?.Label,
            Present = present is null ? null : holder!.Describe(present),
            Commands = [.. holder is null ? [] : (ProcessCommand[])[_platform.RemoveCommand(address, holder)], .. leftOver.Select(route => route.Delete)],
            Description = DescribeRemoval(address, holder, leftOver.Count),
        };
    }

    /// <inheritdoc/>
    public async Task<OverlayAddress> ApplyAsync(AddressPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Commands.Count == 0)
            return plan.Present ?? throw new ArgumentException("A plan without commands says what is present.", nameof(plan));

        _platform.DemandPermission(plan);
        var changed = false;
        foreach (var command in plan.Commands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed |= await _platform.RunAsync(command, plan, cancellationToken);
        }

        return plan.Kind == AddressPlanKind.Add
            ? await VerifyAddedAsync(plan, changed, cancellationToken)
            : await VerifyRemovedAsync(plan, changed, cancellationToken);
    }

    private async Task<IReadOnlyList<OverlayAddress>> InspectAsync(IReadOnlyList<OverlayAddress> addresses, IReadOnlyList<LocalInterface> interfaces, CancellationToken cancellationToken)
    {
        var inspected = new List<OverlayAddress>();
        foreach (var address in addresses)
            inspected.Add(address with { Findings = await _platform.InspectAsync(CidrBlock.Parse(address.Address), Find(interfaces, address.InterfaceName), interfaces, cancellationToken) });

        return inspected;
    }

    private async Task<OverlayAddress> VerifyAddedAsync(AddressPlan plan, bool changed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var interfaces = await _platform.ReadInterfacesAsync(withMainAddresses: false, cancellationToken);
            var target = interfaces.FirstOrDefault(candidate => candidate.Name == plan.InterfaceName) ?? throw AddressErrors.InterfaceGone(plan.InterfaceName);
            if (plan.KeepsDhcp && !target.UsesDhcp)
                throw AddressErrors.DhcpTurnedOff(plan);

            var added = target.Find(plan.Address) ?? throw AddressErrors.NotVerified(plan, $"{plan.Address} is not on {plan.InterfaceName}.");
            if (added.IsDuplicateOnLink)
                throw AddressErrors.DuplicateOnLink(plan.Address, plan.InterfaceName);

            if (plan.Label is not null && added.Label != plan.Label)
                throw AddressErrors.NotVerified(plan, $"{plan.Address} has the label '{added.Label}' instead of '{plan.Label}'.");

            if (!added.IsTentative)
                return (await _platform.CompleteAsync([target.Describe(added, changed)], cancellationToken))[0];

            if (Stopwatch.GetElapsedTime(started) > ReadyDeadline)
                throw AddressErrors.NotVerified(plan, $"{plan.Address} on {plan.InterfaceName} is still tentative: the system is checking whether another machine has it.", OverlayErrorKind.Timeout);

            await Task.Delay(ReadyInterval, cancellationToken);
        }
    }

    private async Task<OverlayAddress> VerifyRemovedAsync(AddressPlan plan, bool changed, CancellationToken cancellationToken)
    {
        var holders = Holders(await _platform.ReadInterfacesAsync(withMainAddresses: false, cancellationToken), plan.Address);
        if (holders.Any(holder => holder.Name == plan.InterfaceName))
            throw AddressErrors.NotVerified(plan, $"{plan.Address} is still on {plan.InterfaceName}.");

        if (holders.Count == 0)
        {
            foreach (var route in await _platform.FindLeftOverRoutesAsync(plan.Address, null, cancellationToken))
                changed |= await _platform.RunAsync(route.Delete, plan, cancellationToken);
        }

        var removed = plan.Present ?? new OverlayAddress
        {
            Address = plan.Address.Address.ToString(),
            PrefixLength = plan.Address.PrefixLength,
            InterfaceName = plan.InterfaceName,
            AddressFamily = plan.Address.AddressFamily,
        };
        return removed with { Changed = changed };
    }

    private async Task<LocalInterface> FindDefaultAsync(IReadOnlyList<LocalInterface> interfaces, CidrBlock address, CancellationToken cancellationToken)
    {
        // A subnet without IPv6 routing, or without IPv4, still has one interface that everything leaves by.
        var family = address.AddressFamily;
        var other = family == AddressFamily.InterNetwork ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var name = await _platform.FindDefaultInterfaceAsync(family, cancellationToken)
            ?? await _platform.FindDefaultInterfaceAsync(other, cancellationToken);
        return interfaces.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw AddressErrors.NoDefaultRoute(address, interfaces.Select(candidate => candidate.Name));
    }

    private static LocalInterface Find(IReadOnlyList<LocalInterface> interfaces, string name) =>
        interfaces.FirstOrDefault(candidate => candidate.Name == name)
            ?? interfaces.FirstOrDefault(candidate => candidate.OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? throw AddressErrors.InterfaceNotFound(name, interfaces.Select(candidate => candidate.Name));

    private static List<LocalInterface> Holders(IReadOnlyList<LocalInterface> interfaces, CidrBlock address) =>
        [.. interfaces.Where(candidate => candidate.Find(address) is not null)];

    // What is asked for by its full address is wanted whatever it is on its interface.
    private static bool IsExact(AddressQuery query) => query.Addresses.Count > 0 && query.Addresses.All(address => address.IsSingleAddress);

    private static bool IsWanted(AddressQuery query, LocalAddress address)
    {
        var block = CidrBlock.Of(address.Address);
        return query.Addresses.Contains(block)
            || ((query.IncludeAll || address.IsOverlayCandidate)
                && (query.Addresses.Count == 0 || query.Addresses.Any(wanted => wanted.Contains(block))));
    }

    private async Task DemandOverlayAsync(CidrBlock address, string interfaceName, CancellationToken cancellationToken)
    {
        var holder = Find(await _platform.ReadInterfacesAsync(withMainAddresses: true, cancellationToken), interfaceName);
        if (holder.Find(address) is { } present)
            DemandOverlay(address, holder, present);
    }

    private static void DemandOverlay(CidrBlock address, LocalInterface holder, LocalAddress present)
    {
        if (present.IsMain || present.IsDynamic || !present.IsHostLength)
            throw AddressErrors.IsMainAddress(address, holder.Name, present.PrefixLength);
    }

    private static string DescribeRemoval(CidrBlock address, LocalInterface? holder, int leftOver)
    {
        var routes = leftOver switch { 0 => "", 1 => "1 left-over local route", _ => $"{leftOver} left-over local routes" };
        return holder is null
            ? $"Remove {routes} for {address}"
            : $"Remove address {address} from interface {holder.Name}" + (leftOver == 0 ? "" : $" and {routes}");
    }
}
