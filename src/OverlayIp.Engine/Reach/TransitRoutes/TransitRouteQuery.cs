namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>Which static routes of transit gateways to find. An empty list restricts nothing; the restrictions that are there must all hold.</summary>
public sealed record TransitRouteQuery
{
    /// <summary>The destination, or null for any.</summary>
    public CidrBlock? Destination { get; init; }

    /// <summary>The route tables.</summary>
    public IReadOnlyList<string> TableIds { get; init; } = [];

    /// <summary>The transit gateways.</summary>
    public IReadOnlyList<string> GatewayIds { get; init; } = [];

    /// <summary>The VPCs that the routes lead to.</summary>
    public IReadOnlyList<string> VpcIds { get; init; } = [];
}
