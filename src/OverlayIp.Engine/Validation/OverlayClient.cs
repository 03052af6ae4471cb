using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>Somebody who may send to the overlay address: a network interface, or a subnet that has none yet.</summary>
internal sealed record OverlayClient
{
    public required SubnetFact Subnet { get; init; }

    /// <summary>The network interface, or null for a subnet as such.</summary>
    public NetworkInterfaceFact? Interface { get; init; }

    /// <summary>Its addresses of the overlay address's family.</summary>
    public required IReadOnlyList<CidrBlock> Blocks { get; init; }

    public IReadOnlyList<string> GroupIds => Interface?.GroupIds ?? [];

    public string Display => Interface is { } eni ? $"{eni.Name ?? eni.InstanceId ?? eni.Id} ({Blocks[0].Address})" : $"{Subnet.Name ?? Subnet.Id} ({Blocks[0]})";
}
