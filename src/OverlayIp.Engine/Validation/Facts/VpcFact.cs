namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A VPC of the Region.</summary>
/// <param name="Id">The VPC.</param>
/// <param name="Name">Its Name tag, or null.</param>
/// <param name="Blocks">Its IPv4 and IPv6 blocks.</param>
internal sealed record VpcFact(string Id, string? Name, IReadOnlyList<CidrBlock> Blocks);
