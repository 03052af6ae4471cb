using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OverlayIp.Engine.Addressing;

// Linux through iproute2's ip: ip-address(8), ip-route(8).
internal sealed class LinuxAddressPlatform(IProcessRunner runner, LinuxSystemState state) : IAddressPlatform
{
    private const string Ip = "ip";
    private const string InstallAdvice = "Install the package iproute2 (on Red Hat, Amazon Linux and SUSE: iproute or iproute2).";
    private const string PrivilegeNeed = "root or the capability CAP_NET_ADMIN";
    private const string PrivilegeAdvice = "Run it as root, for example with sudo, or give the service AmbientCapabilities=CAP_NET_ADMIN.";

    public async Task<IReadOnlyList<LocalInterface>> ReadInterfacesAsync(bool withMainAddresses, CancellationToken cancellationToken)
    {
        var reading = ReadAsync(["-json", "address", "show"], IpJson.Default.IReadOnlyListIpLink, cancellationToken);
        var route4 = withMainAddresses ? FindDefaultRouteAsync(AddressFamily.InterNetwork, cancellationToken) : Task.FromResult<IpRoute?>(null);
        var route6 = withMainAddresses ? FindDefaultRouteAsync(AddressFamily.InterNetworkV6, cancellationToken) : Task.FromResult<IpRoute?>(null);
        await Task.WhenAll(reading, route4, route6);
        return
        [
            .. from link in await reading
               where link.Name is not null
               select WithMainAddresses(Interface(link), route4.Result, route6.Result),
        ];
    }

    public Task<IReadOnlyList<OverlayAddress>> CompleteAsync(IReadOnlyList<OverlayAddress> addresses, CancellationToken cancellationToken) =>
        Task.FromResult(addresses);

    public async Task<string?> FindDefaultInterfaceAsync(AddressFamily family, CancellationToken cancellationToken) =>
        DeviceOf(await FindDefaultRouteAsync(family, cancellationToken));

    public void DemandSupport(AddRequest request, LocalInterface target)
    {
        if (request.Label is not null)
            AddressRules.DemandLabel(request.Label, request.Address, target.Name);

        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6 && state.IsIpv6Disabled(target.Name))
            throw Ipv6Disabled(request.Address, target.Name);
    }

    public IReadOnlyList<ProcessCommand> AddCommands(AddRequest request, LocalInterface target)
    {
        List<string> arguments = ["address", "add", request.Address.ToString(), "dev", target.Name];
        if (request.Label is not null)
            arguments.AddRange(["label", request.Label]);

        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // There is no layer 2 on AWS on which duplicates could be detected; until DAD ends nothing can bind.
            arguments.Add("nodad");
            if (request.SkipAsSource)
                arguments.AddRange(["preferred_lft", "0"]);
        }

        return [new ProcessCommand(Ip, arguments)];
    }

    public ProcessCommand RemoveCommand(CidrBlock address, LocalInterface holder) =>
        new(Ip, ["address", "delete", address.ToString(), "dev", holder.Name]);

    public async Task<IReadOnlyList<LeftOverRoute>> FindLeftOverRoutesAsync(CidrBlock address, LocalInterface? holder, CancellationToken cancellationToken)
    {
        var family = FamilyOption(address.AddressFamily);
        var routes = await ReadAsync(["-json", family, "route", "show", "table", "local", "exact", address.ToString()], IpJson.Default.IReadOnlyListIpRoute, cancellationToken);
        return
        [
            .. from route in routes
               where route is { Type: "local", Device: not null } && !GoesWithAddress(route, holder)
               select new LeftOverRoute(route.Device!, new ProcessCommand(Ip, DeleteRoute(family, address, route))),
        ];
    }

    public async Task<IReadOnlyList<OverlayAddressFinding>> InspectAsync(CidrBlock address, LocalInterface holder, IReadOnlyList<LocalInterface> interfaces, CancellationToken cancellationToken)
    {
        var others = await FindLeftOverRoutesAsync(address, holder, cancellationToken);
        return [.. KernelFindings.OfSettings(address, holder, interfaces, state), .. others.Select(route => KernelFindings.OfRoute(address, holder, route))];
    }

    public void DemandPermission(AddressPlan plan)
    {
        if (!state.MayAdministerNetwork())
            throw AddressErrors.PermissionDenied(plan, PrivilegeNeed, PrivilegeAdvice);
    }

    public async Task<bool> RunAsync(ProcessCommand command, AddressPlan plan, CancellationToken cancellationToken)
    {
        var result = await StartAsync(command, cancellationToken);
        if (result.ExitCode == 0)
            return true;

        bool Says(params string[] texts) => texts.Any(text => result.Error.Contains(text, StringComparison.OrdinalIgnoreCase));

        // The second text of each pair is what newer kernels say through extended acknowledgements.
        if (plan.Kind == AddressPlanKind.Add && Says("File exists", "address already assigned"))
            return false;

        if (command.Arguments.Contains("delete") && Says("Cannot assign requested address", "address not found", "No such process"))
            return false;

        if (Says("Operation not permitted"))
            throw AddressErrors.PermissionDenied(plan, PrivilegeNeed, PrivilegeAdvice);

        if (Says("Cannot find device", "No such device", "does not exist"))
            throw AddressErrors.InterfaceGone(plan.InterfaceName);

        // Kernels before 5.x answer EACCES, a kernel booted with ipv6.disable=1 EOPNOTSUPP.
        if (plan.Address.AddressFamily == AddressFamily.InterNetworkV6 && Says("IPv6 is disabled", "Permission denied", "Operation not supported"))
            throw Ipv6Disabled(plan.Address, plan.InterfaceName);

        throw Failed(command, result);
    }

    private async Task<IpRoute?> FindDefaultRouteAsync(AddressFamily family, CancellationToken cancellationToken)
    {
        var routes = await ReadAsync(["-json", FamilyOption(family), "route", "show", "default"], IpJson.Default.IReadOnlyListIpRoute, cancellationToken);
        return routes.Where(route => route.Type is null or "unicast" && DeviceOf(route) is not null).MinBy(route => route.Metric);
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string[] arguments, JsonTypeInfo<IReadOnlyList<T>> type, CancellationToken cancellationToken)
    {
        var command = new ProcessCommand(Ip, arguments);
        var result = await StartAsync(command, cancellationToken);
        if (result.ExitCode != 0)
        {
            // A kernel without IPv6 has no IPv6 routes to show.
            if (arguments.Contains("-6") && result.Error.Contains("not supported", StringComparison.OrdinalIgnoreCase))
                return [];

            throw Failed(command, result);
        }

        try
        {
            return string.IsNullOrWhiteSpace(result.Output) ? [] : JsonSerializer.Deserialize(result.Output, type) ?? [];
        }
        catch (JsonException error)
        {
            throw AddressErrors.ToolFailed(command, $"its output is not the JSON that iproute2 4.15 and later write. {error.Message}", error);
        }
    }

    private async Task<ProcessResult> StartAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(command, cancellationToken);
        }
        catch (FileNotFoundException error)
        {
            throw AddressErrors.ToolMissing(Ip, InstallAdvice, error);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException)
        {
            throw AddressErrors.ToolFailed(command, error.Message, error);
        }
    }

    private static OverlayIpException Failed(ProcessCommand command, ProcessResult result)
    {
        var problem = result.Error.Trim();
        if (problem.Contains("BusyBox", StringComparison.Ordinal))
            return AddressErrors.ToolMissing(Ip, "The ip of BusyBox is not enough. " + InstallAdvice);

        if (problem.Contains("-json", StringComparison.Ordinal))
            return AddressErrors.ToolFailed(command, $"{problem} iproute2 4.15 or later is needed.");

        return AddressErrors.ToolFailed(command, problem.Length > 0 ? problem : string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}."));
    }

    private static OverlayIpException Ipv6Disabled(CidrBlock address, string interfaceName) =>
        AddressErrors.FamilyDisabled(address, interfaceName, "IPv6", $"Turn it on: sysctl -w net.ipv6.conf.{interfaceName.Replace('.', '/')}.disable_ipv6=0");

    private static LocalInterface Interface(IpLink link) => new()
    {
        Name = link.Name!,
        Index = link.Index,
        OtherNames = link.OtherNames ?? [],
        IsUp = link.Flags is null || link.Flags.Contains("UP"),
        Addresses =
        [
            .. from address in link.Addresses ?? []
               where address.Local is not null
               select Address(address, link.Name!),
        ],
    };

    private static LocalAddress Address(IpLinkAddress address, string interfaceName)
    {
        var parsed = IPAddress.Parse(address.Local!);
        return new LocalAddress
        {
            Address = parsed,
            PrefixLength = address.PrefixLength,

            // The kernel labels an IPv4 address with the interface's own name when nobody gave it a label.
            Label = address.Label == interfaceName ? null : address.Label,
            SkipAsSource = parsed.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsDeprecated : null,
            IsDynamic = address.IsDynamic,
            IsTentative = address.IsTentative && !address.IsDadFailed,
            IsDuplicateOnLink = address.IsDadFailed,
        };
    }

    private static LocalInterface WithMainAddresses(LocalInterface link, IpRoute? route4, IpRoute? route6)
    {
        if (DeviceOf(route4) == link.Name)
            link = link.WithMainAddress(AddressFamily.InterNetwork, route4!.PreferredSource);

        return DeviceOf(route6) == link.Name ? link.WithMainAddress(AddressFamily.InterNetworkV6, route6!.PreferredSource) : link;
    }

    private static string? DeviceOf(IpRoute? route) => route?.Device ?? (route?.NextHops is [var hop, ..] ? hop.Device : null);

    private static string FamilyOption(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "-6" : "-4";

    // The kernel makes one local route per address and deletes it with the address. Older kernels put IPv6's on lo.
    private static bool GoesWithAddress(IpRoute route, LocalInterface? holder) =>
        holder is not null && route.Protocol == "kernel" && (route.Device == holder.Name || route.Device == "lo");

    private static List<string> DeleteRoute(string family, CidrBlock address, IpRoute route)
    {
        List<string> arguments = [family, "route", "delete", "local", address.ToString(), "dev", route.Device!, "table", "local"];
        if (route.Metric != 0)
            arguments.AddRange(["metric", route.Metric.ToString(CultureInfo.InvariantCulture)]);

        return arguments;
    }
}
