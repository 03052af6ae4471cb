using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Failover;

/// <summary>An overlay address as a cluster manager's resource: on one node at a time, with its routes and its local address.</summary>
public sealed record ClusterResource
{
    /// <summary>The address, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The route tables, one at least.</summary>
    public required IReadOnlyList<ClusterRouteTable> RouteTables { get; init; }

    /// <summary>The operating system's name of the interface: it gets the address, and its network interface of EC2 the routes. Null for
    /// the primary one, and the one that the default route leaves by.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>The label of the local address (Linux, IPv4), such as <c>eth0:ovip</c>, or null.</summary>
    public string? Label { get; init; }

    /// <summary>True finds a route in order that points to another network interface of this instance.</summary>
    public bool AcceptsAnyInterface { get; init; }

    /// <summary>How to reach EC2. A role is that of the route table.</summary>
    public ConnectionSettings Connection { get; init; } = new();

    /// <summary>Refuses what can be seen to be wrong without asking anybody.</summary>
    /// <exception cref="OverlayIpException"><c>AddressNotSingle</c>, <c>AddressNotUsable</c>, <c>AddressLabelInvalid</c>, <c>AddressLabelIpv4Only</c>, or what
    /// <see cref="ConnectionSettings.Validate"/> throws.</exception>
    public void Validate()
    {
        AddressRules.DemandUsable(Address);
        if (Label is not null)
            AddressRules.DemandLabel(Label, Address, InterfaceName ?? Label.Split(':')[0]);

        Connection.Validate();
        foreach (var table in RouteTables)
            (Connection with { RoleArn = table.RoleArn }).Validate();
    }
}
