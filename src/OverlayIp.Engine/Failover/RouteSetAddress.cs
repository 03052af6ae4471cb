namespace OverlayIp.Engine.Failover;

/// <summary>That the destination of a route set is to be an address of this machine while it is the target.</summary>
public sealed record RouteSetAddress
{
    /// <summary>The interface that gets it; null for the route set's, else the one that the default route leaves by. An address
    /// that any interface has already is left where it is then.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>The label (Linux, IPv4), such as <c>eth0:ovip</c>, or null.</summary>
    public string? Label { get; init; }

    /// <summary>True has it on this interface with this label though another interface has it, too, or it has another label.</summary>
    public bool Force { get; init; }
}
