namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>What became of one step of a plan.</summary>
/// <param name="Step">The step.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Route">The route as it was last read, or null when there is none.</param>
/// <param name="Error">What went wrong, or null.</param>
public sealed record TransitRouteReport(TransitRouteStep Step, TransitRouteOutcome Outcome, OverlayTransitRoute? Route, OverlayIpException? Error);
