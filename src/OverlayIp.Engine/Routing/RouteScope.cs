namespace OverlayIp.Engine.Routing;

/// <summary>The route tables that an operation is about: those named, or those of a VPC.</summary>
public sealed record RouteScope
{
    /// <summary>The route tables, or empty.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>The VPC, or null. With route tables named as well, they must belong to it.</summary>
    public string? VpcId { get; init; }

    /// <summary>True when neither was given.</summary>
    public bool IsEmpty => RouteTableIds.Count == 0 && VpcId is null;
}
