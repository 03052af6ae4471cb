namespace OverlayIp.Engine.Validation.Facts;

/// <summary>The attachment of a VPC to a transit gateway.</summary>
/// <param name="Id">The attachment.</param>
/// <param name="TransitGatewayId">The transit gateway.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="SubnetIds">The subnets that the transit gateway has network interfaces in.</param>
internal sealed record TransitAttachmentFact(string Id, string TransitGatewayId, string VpcId, IReadOnlyList<string> SubnetIds);
