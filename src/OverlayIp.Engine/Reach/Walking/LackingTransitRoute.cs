namespace OverlayIp.Engine.Reach.Walking;

/// <summary>A static route that a transit gateway route table lacks.</summary>
internal sealed record LackingTransitRoute(string TableId, string AttachmentId);
