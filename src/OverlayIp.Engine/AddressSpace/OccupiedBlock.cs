namespace OverlayIp.Engine.AddressSpace;

/// <summary>A block that an overlay address must not collide with.</summary>
/// <param name="Block">The block.</param>
/// <param name="Reason">What has it, in a few words, such as <c>block of vpc-…</c>.</param>
/// <param name="HolderId">The id of what has it, or null for a reserved range.</param>
internal sealed record OccupiedBlock(CidrBlock Block, string Reason, string? HolderId = null);
