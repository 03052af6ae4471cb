using System.Globalization;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// Windows: read through the IP Helper API, changed through netsh. The syntax is that of
// https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-interface
internal sealed class WindowsAddressPlatform(IProcessRunner runner, IWindowsInterfaceReader reader, Func<bool> isElevated) : IAddressPlatform
{
    public Task<IReadOnlyList<LocalInterface>> ReadInterfacesAsync(bool withMainAddresses, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LocalInterface>>([.. reader.Read().Select(Interface)]);

    public async Task<IReadOnlyList<OverlayAddress>> CompleteAsync(IReadOnlyList<OverlayAddress> addresses, CancellationToken cancellationToken)
    {
        var flags = new Dictionary<CidrBlock, bool>();
        foreach (var family in addresses.Select(address => address.AddressFamily).Distinct())
        {
            var result = await StartAsync(NetshCommands.Show(family), cancellationToken);
            foreach (var (address, skips) in NetshOutput.SkipAsSource(result.Output))
                flags[address] = skips;
        }

        return [.. addresses.Select(address => address with { SkipAsSource = flags.TryGetValue(CidrBlock.Parse(address.Address), out var skips) ? skips : null })];
    }

    public async Task<string?> FindDefaultInterfaceAsync(AddressFamily family, CancellationToken cancellationToken)
    {
        var candidates = reader.Read().Where(adapter => adapter.IsUp && HasGateway(adapter, family)).ToList();
        if (candidates.Count <= 1)
            return candidates.FirstOrDefault()?.Name;

        // Windows takes the lowest sum of route metric and interface metric.
        var routes = await StartAsync(NetshCommands.Of(family, "show", "route"), cancellationToken);
        var interfaces = await StartAsync(NetshCommands.Of(family, "show", "interfaces"), cancellationToken);
        var metrics = NetshOutput.InterfaceMetrics(interfaces.Output);
        var best = NetshOutput.DefaultRoutes(routes.Output)
            .Where(route => candidates.Exists(adapter => adapter.Index == route.Index))
            .OrderBy(route => route.Metric + metrics.GetValueOrDefault(route.Index))
            .Select(route => candidates.Find(adapter => adapter.Index == route.Index))
            .FirstOrDefault();
        return (best ?? candidates[0]).Name;
    }

    public void DemandSupport(AddRequest request, LocalInterface target)
    {
        if (request.Label is not null)
            throw AddressErrors.LabelInvalid(request.Label, $"The label '{request.Label}' cannot be used: addresses have labels on Linux only.");

        var adapter = reader.Read().FirstOrDefault(candidate => candidate.Name == target.Name);
        var (isBound, family) = request.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? (adapter?.SupportsIpv6, "IPv6")
            : (adapter?.SupportsIpv4, "IPv4");
        if (isBound == false)
        {
            var component = family == "IPv6" ? "ms_tcpip6" : "ms_tcpip";
            throw AddressErrors.FamilyDisabled(request.Address, target.Name, family, $"Turn it on: Enable-NetAdapterBinding -Name '{target.Name}' -ComponentID {component}");
        }
    }

    public IReadOnlyList<ProcessCommand> AddCommands(AddRequest request, LocalInterface target)
    {
        var family = request.Address.AddressFamily;

        // The persistent store first: netsh puts it into force at once, and may refuse to store what is in force already.
        // The second command then finds its work done.
        ProcessCommand[] add = request.Persistent
            ? [NetshCommands.Add(request.Address, target.Name, request.SkipAsSource, NetshCommands.Persistent), NetshCommands.Add(request.Address, target.Name, request.SkipAsSource, NetshCommands.Active)]
            : [NetshCommands.Add(request.Address, target.Name, request.SkipAsSource, NetshCommands.Active)];
        if (family == AddressFamily.InterNetworkV6)
            return add;

        // Adding a static IPv4 address turns DHCP off, and with the end of the lease the instance's own address would be
        // gone; so the two are told to coexist first (Windows 10 1703, Windows Server 2019). If that fails nothing is added.
        return target.UsesDhcp
            ? [NetshCommands.Of(family, "set", "interface", $"interface={target.Name}", "dhcpstaticipcoexistence=enabled"), .. add]
            : add;
    }

    public ProcessCommand RemoveCommand(CidrBlock address, LocalInterface holder) => NetshCommands.Delete(address, holder.Name, NetshCommands.Active);

    // Windows keeps no local routes without their address.
    public Task<IReadOnlyList<LeftOverRoute>> FindLeftOverRoutesAsync(CidrBlock address, LocalInterface? holder, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LeftOverRoute>>([]);

    // Windows has the strong host model throughout and no settings like these.
    public Task<IReadOnlyList<OverlayAddressFinding>> InspectAsync(CidrBlock address, LocalInterface holder, IReadOnlyList<LocalInterface> interfaces, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OverlayAddressFinding>>([]);

    public void DemandPermission(AddressPlan plan)
    {
        if (!isElevated())
            throw AddressErrors.PermissionDenied(plan, "an administrator's rights", "Start PowerShell with 'Run as administrator'.");
    }

    public async Task<bool> RunAsync(ProcessCommand command, AddressPlan plan, CancellationToken cancellationToken)
    {
        var result = await StartAsync(command, cancellationToken);
        var isAboutAddress = command.Arguments.Contains("address");
        if (result.ExitCode == 0)
            return isAboutAddress;

        // netsh says what is wrong in the language of that Windows, so what is recognised is the state itself.
        var holder = reader.Read().FirstOrDefault(adapter => adapter.Name == plan.InterfaceName) ?? throw AddressErrors.InterfaceGone(plan.InterfaceName);
        var isPresent = holder.Addresses.Any(address => CidrBlock.Of(address.Address) == plan.Address);
        if (isAboutAddress && isPresent == (plan.Kind == AddressPlanKind.Add))
            return false;

        var problem = $"{result.Output.Trim()} {result.Error.Trim()}".Trim();
        throw AddressErrors.ToolFailed(command, problem.Length > 0 ? problem : string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}."));
    }

    private async Task<ProcessResult> StartAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(command, cancellationToken);
        }
        catch (FileNotFoundException error)
        {
            throw AddressErrors.ToolMissing(NetshCommands.Program, "It is part of Windows, in System32. Nano Server lacks it.", error);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException)
        {
            throw AddressErrors.ToolFailed(command, error.Message, error);
        }
    }

    private static LocalInterface Interface(WindowsInterface adapter)
    {
        var link = new LocalInterface
        {
            Name = adapter.Name,
            Index = adapter.Index,
            UsesDhcp = adapter.UsesDhcp,
            OtherNames = adapter.Description is null ? [adapter.Name] : [adapter.Name, adapter.Description],
            Addresses =
            [
                .. from address in adapter.Addresses
                   select new LocalAddress
                   {
                       Address = address.Address,
                       PrefixLength = address.PrefixLength,
                       IsDynamic = address.IsDynamic,
                       IsTentative = address.IsTentative,
                       IsDuplicateOnLink = address.IsDuplicate,
                   },
            ],
        };
        if (adapter.HasIpv4Gateway)
            link = link.WithMainAddress(AddressFamily.InterNetwork, sourceOfRoute: null);

        return adapter.HasIpv6Gateway ? link.WithMainAddress(AddressFamily.InterNetworkV6, sourceOfRoute: null) : link;
    }

    private static bool HasGateway(WindowsInterface adapter, AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? adapter.HasIpv6Gateway : adapter.HasIpv4Gateway;
}
