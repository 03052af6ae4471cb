namespace OverlayIp.Engine.Validation.Facts;

/// <summary>The attachment of a VPC to a transit gateway.</summary>
/// <param name="Id">The attachment.</param>
/// <param name="TransitGatewayId">The transit gateway.</param>
/// <param name="VpcId">The VPC.</param>
internal sealed record TransitAttachmentFact(string Id, string TransitGatewayId, string VpcId);
