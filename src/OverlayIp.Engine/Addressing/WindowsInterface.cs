namespace OverlayIp.Engine.Addressing;

/// <summary>A network interface of Windows.</summary>
/// <param name="Name">Its alias, such as <c>Ethernet</c>.</param>
/// <param name="Index">Its index, the same for IPv4 and IPv6 on all but unusual systems; 0 when not known.</param>
public sealed record WindowsInterface(string Name, int Index)
{
    /// <summary>Its description, such as <c>Amazon Elastic Network Adapter</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is up.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>Whether IPv4 is bound to it.</summary>
    public bool SupportsIpv4 { get; init; } = true;

    /// <summary>Whether IPv6 is bound to it.</summary>
    public bool SupportsIpv6 { get; init; } = true;

    /// <summary>Whether it has an IPv4 default gateway.</summary>
    public bool HasIpv4Gateway { get; init; }

    /// <summary>Whether it has an IPv6 default gateway.</summary>
    public bool HasIpv6Gateway { get; init; }

    /// <summary>Whether it gets its IPv4 address by DHCP, as every EC2 instance does unless that was changed.</summary>
    public bool UsesDhcp { get; init; }

    /// <summary>Its addresses, in the system's order.</summary>
    public IReadOnlyList<WindowsAddress> Addresses { get; init; } = [];
}
