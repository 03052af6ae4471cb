namespace OverlayIp;

/// <summary>
/// The source/destination check of one network interface. While it is enabled, EC2 drops packets whose source or
/// destination is not an address of the interface, so an overlay address gets no traffic.
/// </summary>
public sealed record SourceDestCheck
{
    /// <summary>The network interface (ENI).</summary>
    public required string NetworkInterfaceId { get; init; }

    /// <summary>The instance that the interface is attached to, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The instance's Name tag, or null.</summary>
    public string? InstanceName { get; init; }

    /// <summary>The index of the attachment: 0 for the primary interface; null when it is not attached.</summary>
    public int? DeviceIndex { get; init; }

    /// <summary>True while the check is enabled (the default of every interface); overlay addresses need false.</summary>
    public required bool Enabled { get; init; }

    /// <summary>True when this call changed the setting; false when it was so already or was only read.</summary>
    public bool Changed { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>The primary private IPv4 address of the interface, or null.</summary>
    public string? PrivateIpAddress { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
