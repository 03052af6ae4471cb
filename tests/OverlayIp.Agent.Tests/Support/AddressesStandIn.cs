using System.Net.Sockets;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>A machine with two interfaces, whose addresses are kept in memory.</summary>
internal sealed class AddressesStandIn : ILocalAddressManager
{
    private static readonly string[] Interfaces = ["eth0", "eth1"];

    /// <summary>Every address that was added: interface, label.</summary>
    public Dictionary<string, (string InterfaceName, string? Label)> Present { get; } = new(StringComparer.Ordinal);

    /// <summary>True when somebody has turned the interfaces off.</summary>
    public bool IsDown { get; set; }

    /// <summary>What every question is answered with, or null for an answer.</summary>
    public OverlayIpException? Failure { get; set; }

    public Task<IReadOnlyList<OverlayAddress>> GetAsync(AddressQuery query, CancellationToken cancellationToken)
    {
        Demand(query.InterfaceName);
        return Task.FromResult<IReadOnlyList<OverlayAddress>>(
            [.. query.Addresses.Select(a => a.Address.ToString()).Where(Present.ContainsKey).Select(Describe)
                .Where(a => (query.InterfaceName is null || a.InterfaceName == query.InterfaceName) && !(query.UpOnly && IsDown))]);
    }

    public Task<AddressPlan> PlanAddAsync(AddRequest request, CancellationToken cancellationToken)
    {
        Demand(request.InterfaceName);
        return Task.FromResult(Plan(AddressPlanKind.Add, request.Address, request.InterfaceName ?? Interfaces[0], request.Label));
    }

    public Task<AddressPlan> PlanRemoveAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        Demand(request.InterfaceName);
        return Present.TryGetValue(request.Address.Address.ToString(), out var found)
            ? Task.FromResult(Plan(AddressPlanKind.Remove, request.Address, found.InterfaceName, found.Label))
            : throw new OverlayIpException("AddressNotFound", OverlayErrorKind.NotFound, "It is not there.");
    }

    public Task<OverlayAddress> ApplyAsync(AddressPlan plan, CancellationToken cancellationToken)
    {
        var text = plan.Address.Address.ToString();
        Present[text] = (plan.InterfaceName, plan.Label);
        var result = Describe(text);
        if (plan.Kind == AddressPlanKind.Remove)
            Present.Remove(text);

        return Task.FromResult(result);
    }

    private void Demand(string? interfaceName)
    {
        if (Failure is not null)
            throw Failure;

        if (interfaceName is not null && !Interfaces.Contains(interfaceName))
            throw new OverlayIpException("AddressInterfaceNotFound", OverlayErrorKind.NotFound, $"There is no interface '{interfaceName}' on this machine.");
    }

    private static AddressPlan Plan(AddressPlanKind kind, CidrBlock address, string interfaceName, string? label) =>
        new() { Kind = kind, Address = address, InterfaceName = interfaceName, Label = label, Commands = [new ProcessCommand("ip", [])], Description = "" };

    private OverlayAddress Describe(string address) => new()
    {
        Address = address,
        PrefixLength = address.Contains(':', StringComparison.Ordinal) ? 128 : 32,
        AddressFamily = address.Contains(':', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
        InterfaceName = Present[address].InterfaceName,
        Label = Present[address].Label,
        Changed = true,
    };
}
