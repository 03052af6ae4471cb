namespace OverlayIp.Engine.Reach.Walking;

/// <summary>Where the answers must go.</summary>
/// <param name="Block">The block of the source.</param>
/// <param name="VpcId">The VPC of the source when its subnet is known, or null.</param>
/// <param name="TransitGatewayId">The transit gateway that the packets came by, or null inside one VPC.</param>
/// <param name="AttachmentId">The attachment that they came in by, or null.</param>
internal sealed record ReturnWay(CidrBlock Block, string? VpcId, string? TransitGatewayId, string? AttachmentId);
