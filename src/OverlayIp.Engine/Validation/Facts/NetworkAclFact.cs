namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A network ACL of the VPC.</summary>
internal sealed record NetworkAclFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string> SubnetIds { get; init; } = [];

    public IReadOnlyList<AclEntryFact> Entries { get; init; } = [];

    /// <summary>The name, where the id stands beside it.</summary>
    public string Called => Name ?? Id;

    /// <summary>The entries of one direction in the order in which they are looked at.</summary>
    public IEnumerable<AclEntryFact> EntriesOf(bool isEgress) => Entries.Where(e => e.IsEgress == isEgress).OrderBy(e => e.Number);
}
