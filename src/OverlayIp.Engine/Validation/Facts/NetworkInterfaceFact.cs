using System.Net.Sockets;

namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A network interface.</summary>
internal sealed record NetworkInterfaceFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The instance that it is attached to, or null.</summary>
    public string? InstanceId { get; init; }

    public int? DeviceIndex { get; init; }

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public string? MacAddress { get; init; }

    /// <summary>The private IPv4 and the IPv6 addresses.</summary>
    public IReadOnlyList<CidrBlock> Addresses { get; init; } = [];

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    public bool SourceDestCheck { get; init; } = true;

    /// <summary>True for what sends packets of its own: not for gateways, endpoints and load balancers.</summary>
    public bool IsClient { get; init; } = true;

    public IEnumerable<CidrBlock> AddressesOf(AddressFamily family) => Addresses.Where(a => a.AddressFamily == family);
}
