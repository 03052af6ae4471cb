namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A managed prefix list.</summary>
internal sealed record PrefixListFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>What it counts as in a route table's quota; null for the lists of AWS, which do not tell.</summary>
    public int? MaxEntries { get; init; }

    public IReadOnlyList<CidrBlock> Blocks { get; init; } = [];
}
