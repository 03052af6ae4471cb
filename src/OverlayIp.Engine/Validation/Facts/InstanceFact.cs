namespace OverlayIp.Engine.Validation.Facts;

/// <summary>An instance that is a target or a candidate.</summary>
internal sealed record InstanceFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The state, such as <c>running</c>.</summary>
    public required string State { get; init; }

    public string? VpcId { get; init; }

    /// <summary>The network interfaces, the primary one first.</summary>
    public IReadOnlyList<NetworkInterfaceFact> Interfaces { get; init; } = [];

    /// <summary>The name, where the id stands beside it.</summary>
    public string Called => Name ?? Id;
}
