using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>Somebody who may send to the overlay address: a network interface, a subnet that has none yet, or a block outside the VPC.</summary>
internal sealed record OverlayClient
{
    /// <summary>The subnet, or null for a block outside.</summary>
    public SubnetFact? Subnet { get; init; }

    /// <summary>The network interface, or null for a subnet as such.</summary>
    public NetworkInterfaceFact? Interface { get; init; }

    /// <summary>Its addresses of the overlay address's family.</summary>
    public required IReadOnlyList<CidrBlock> Blocks { get; init; }

    public IReadOnlyList<string> GroupIds => Interface?.GroupIds ?? [];

    /// <summary>What a rule for it would name: those who come to its subnet later are meant as well.</summary>
    public IEnumerable<CidrBlock> Peers => Subnet?.BlocksOf(Blocks[0].AddressFamily) ?? Blocks;

    public string Display => Interface is { } eni ? $"{eni.Name ?? eni.InstanceId ?? eni.Id} ({Blocks[0].Address})" : Subnet is null ? Blocks[0].ToString() : $"{Subnet.Name ?? Subnet.Id} ({Blocks[0]})";
}
