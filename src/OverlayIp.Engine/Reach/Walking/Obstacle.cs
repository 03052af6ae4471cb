namespace OverlayIp.Engine.Reach.Walking;

/// <summary>What the packets do not get past.</summary>
/// <param name="Problem">What sort of obstacle.</param>
/// <param name="StopsAt">The id of the thing.</param>
/// <param name="Reason">Why, in one or two sentences.</param>
/// <param name="Remedy">A command that mends it.</param>
internal sealed record Obstacle(OverlayPathProblem Problem, string StopsAt, string Reason, string? Remedy)
{
    /// <summary>The static route that would mend it, or null.</summary>
    public LackingTransitRoute? Lacks { get; init; }
}
