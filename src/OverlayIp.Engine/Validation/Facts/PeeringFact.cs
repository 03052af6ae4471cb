namespace OverlayIp.Engine.Validation.Facts;

/// <summary>An active peering of the VPC.</summary>
/// <param name="Id">The connection.</param>
/// <param name="PeerVpcId">The VPC at the other end.</param>
/// <param name="Blocks">Its blocks.</param>
internal sealed record PeeringFact(string Id, string PeerVpcId, IReadOnlyList<CidrBlock> Blocks);
