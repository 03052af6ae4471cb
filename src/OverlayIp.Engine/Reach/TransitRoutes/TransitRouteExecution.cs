namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>The result of carrying a plan out. It is given even when it was stopped half-way.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Reports">One report for each step, in the plan's order.</param>
/// <param name="Cancelled">True when the caller stopped it before the end.</param>
public sealed record TransitRouteExecution(TransitRoutePlan Plan, IReadOnlyList<TransitRouteReport> Reports, bool Cancelled);
