namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A network interface that a route points to, and the instance behind it.</summary>
internal sealed record InterfaceFact
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public bool SourceDestCheck { get; init; }

    public string? InstanceId { get; init; }

    public string? InstanceName { get; init; }

    /// <summary>The instance's state, or null when it cannot be seen (shared subnet) or there is none.</summary>
    public string? InstanceState { get; init; }
}
