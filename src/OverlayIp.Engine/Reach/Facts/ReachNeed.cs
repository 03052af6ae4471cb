namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A fact that a walk lacks.</summary>
/// <param name="Kind">What sort of fact.</param>
/// <param name="Id">Of what: an id, or the destination.</param>
internal sealed record ReachNeed(ReachNeedKind Kind, string Id);
