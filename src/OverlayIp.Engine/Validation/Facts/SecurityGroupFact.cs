namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A security group of the VPC.</summary>
internal sealed record SecurityGroupFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<GroupRuleFact> Inbound { get; init; } = [];

    public IReadOnlyList<GroupRuleFact> Outbound { get; init; } = [];

    public string Display => Name is null ? Id : $"{Name} ({Id})";
}
