namespace OverlayIp.Engine.SourceDestCheck;

/// <summary>Which network interfaces are meant: those named, those of the instances named, or those of a VPC.</summary>
public sealed record SourceDestCheckQuery
{
    /// <summary>The instances; each stands for all its network interfaces, unless <see cref="DeviceIndex"/> says which.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>The network interfaces.</summary>
    public IReadOnlyList<string> NetworkInterfaceIds { get; init; } = [];

    /// <summary>The VPCs: every network interface that is attached to an instance there.</summary>
    public IReadOnlyList<string> VpcIds { get; init; } = [];

    /// <summary>The index of the attachment, 0 for the primary interface; null for all interfaces of the instances.</summary>
    public int? DeviceIndex { get; init; }
}
