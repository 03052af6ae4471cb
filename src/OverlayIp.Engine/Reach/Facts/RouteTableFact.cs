using System.Collections.Immutable;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A route table of a VPC.</summary>
internal sealed record RouteTableFact
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public bool IsMain { get; init; }

    public ImmutableArray<string> SubnetIds { get; init; } = [];

    public ImmutableArray<RouteFact> Routes { get; init; } = [];
}
