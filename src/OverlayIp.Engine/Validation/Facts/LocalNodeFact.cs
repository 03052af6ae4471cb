namespace OverlayIp.Engine.Validation.Facts;

/// <summary>This machine, as one of the nodes: known by the MAC address of a network interface, which EC2 gives and keeps.</summary>
internal sealed record LocalNodeFact
{
    /// <summary>The network interface of EC2 that this machine has.</summary>
    public required string NetworkInterfaceId { get; init; }

    /// <summary>The overlay addresses that this machine has, with what the kernel has against them.</summary>
    public IReadOnlyList<OverlayAddress> Addresses { get; init; } = [];
}
