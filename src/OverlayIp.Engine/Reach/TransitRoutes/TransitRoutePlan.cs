namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>What will be done to the static routes of one destination, table by table. A plan is a value: it can be printed and tested.</summary>
public sealed record TransitRoutePlan
{
    /// <summary>The destination.</summary>
    public required CidrBlock Destination { get; init; }

    /// <summary>The steps, one for each route table.</summary>
    public required IReadOnlyList<TransitRouteStep> Steps { get; init; }

    /// <summary>What the user should know before it is carried out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
