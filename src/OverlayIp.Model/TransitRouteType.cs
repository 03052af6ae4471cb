namespace OverlayIp;

/// <summary>How a route of a transit gateway came to be.</summary>
public enum TransitRouteType
{
    /// <summary>Somebody made it. An overlay address has no other kind.</summary>
    Static,

    /// <summary>An attachment announced it, such as a VPC its own blocks.</summary>
    Propagated,
}
