namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A route table of the VPC.</summary>
internal sealed record RouteTableFact
{
    public required string Id { get; init; }

    public string? VpcId { get; init; }

    public string? Name { get; init; }

    public bool IsMain { get; init; }

    /// <summary>The subnets that are explicitly associated.</summary>
    public IReadOnlyList<string> SubnetIds { get; init; } = [];

    public IReadOnlyList<RouteFact> Routes { get; init; } = [];

    /// <summary>The routes as objects for the pipeline.</summary>
    public IReadOnlyList<OverlayRoute> OverlayRoutes { get; init; } = [];

    /// <summary>The name, where the id stands beside it.</summary>
    public string Called => Name ?? Id;

    public string Display => Name is null ? Id : $"{Name} ({Id})";

    /// <summary>The blocks of the VPC: every table has a local route for each of them.</summary>
    public IEnumerable<CidrBlock> VpcBlocks => Routes.Where(r => r.IsLocal).Select(r => r.Destination.Cidr).OfType<CidrBlock>();
}
