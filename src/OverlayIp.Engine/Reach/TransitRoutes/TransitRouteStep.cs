namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>What a plan will do to one transit gateway route table, and what the route was when the plan was made.</summary>
public sealed record TransitRouteStep
{
    /// <summary>The route table.</summary>
    public required string TableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public string? TableName { get; init; }

    /// <summary>The transit gateway.</summary>
    public required string GatewayId { get; init; }

    /// <summary>What will be done.</summary>
    public required TransitRouteAction Action { get; init; }

    /// <summary>The attachment that the route shall lead to; null when it is to be deleted.</summary>
    public string? AttachmentId { get; init; }

    /// <summary>What is attached, as a person would call it.</summary>
    public string? AttachmentName { get; init; }

    /// <summary>The static route when the plan was made, or null when there was none.</summary>
    public OverlayTransitRoute? Previous { get; init; }

    /// <summary>Why the step is refused; null for every other action.</summary>
    public OverlayIpException? Refusal { get; init; }

    /// <summary>The route table as a person would call it.</summary>
    public string Display => TableName is null ? TableId : $"{TableId} ({TableName})";
}
