namespace OverlayIp;

/// <summary>An instance of a lab.</summary>
public sealed record OverlayLabNode
{
    /// <summary>The Name tag, such as <c>node-a</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The instance's id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The primary network interface (ENI).</summary>
    public required string NetworkInterfaceId { get; init; }

    /// <summary>The primary private IPv4 address.</summary>
    public required string PrivateIpAddress { get; init; }

    /// <summary>The subnet.</summary>
    public required string SubnetId { get; init; }

    /// <summary>The Availability Zone.</summary>
    public required string AvailabilityZone { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>The instance's state: <c>pending</c>, <c>running</c>, <c>stopping</c>, <c>stopped</c>, <c>shutting-down</c> or <c>terminated</c>.</summary>
    public required string State { get; init; }

    /// <summary>The network namespace of a networked lab's instance, as ip-netns(8) has it, while it runs; null otherwise.</summary>
    public string? NetworkNamespace { get; init; }
}
