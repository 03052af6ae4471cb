namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>Static routes of transit gateway route tables to create or to delete.</summary>
public sealed record TransitRouteRequest
{
    /// <summary>The destination.</summary>
    public required RouteDestination Destination { get; init; }

    /// <summary>The route tables, or empty for those that lead to the VPC's own blocks by the attachment.</summary>
    public IReadOnlyList<string> TableIds { get; init; } = [];

    /// <summary>The attachment that the routes shall lead to, or null for the VPC's.</summary>
    public string? AttachmentId { get; init; }

    /// <summary>The VPC that has the address, or null.</summary>
    public string? VpcId { get; init; }

    /// <summary>True replaces static routes that lead elsewhere.</summary>
    public bool Force { get; init; }
}
