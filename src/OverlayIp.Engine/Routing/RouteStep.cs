namespace OverlayIp.Engine.Routing;

/// <summary>What a plan will do to one route table, and what the route was when the plan was made.</summary>
public sealed record RouteStep
{
    /// <summary>The route table.</summary>
    public required string RouteTableId { get; init; }

    /// <summary>The route table's Name tag, or null.</summary>
    public string? RouteTableName { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>What will be done.</summary>
    public required RouteStepAction Action { get; init; }

    /// <summary>The next hop when the plan was made, or null when there was no route.</summary>
    public RouteHop? Previous { get; init; }

    /// <summary>The route when the plan was made, or null when there was none.</summary>
    public OverlayRoute? PreviousRoute { get; init; }

    /// <summary>Why the step is refused; null for every other action.</summary>
    public OverlayIpException? Refusal { get; init; }

    /// <summary>The route table as a person would call it.</summary>
    public string Display => RouteTableName is null ? RouteTableId : $"{RouteTableId} ({RouteTableName})";
}
