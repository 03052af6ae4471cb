namespace OverlayIp;

/// <summary>The state of a route, as EC2's <c>DescribeRouteTables</c> reports it.</summary>
public enum RouteState
{
    /// <summary>Packets are sent to the target.</summary>
    Active,

    /// <summary>The target is stopped, terminated or detached: packets are dropped.</summary>
    Blackhole,
}
