using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.Facts;

/// <summary>A route of a VPC route table, to a block or to a prefix list.</summary>
internal sealed record RouteFact
{
    public required RouteDestination Destination { get; init; }

    public required RouteHop Hop { get; init; }

    public bool IsLocal { get; init; }

    public bool IsBlackhole { get; init; }

    public bool IsPropagated { get; init; }

    public CidrBlock? Block => Destination.Cidr;

    /// <summary>True when its prefix list is AWS's own, of a gateway endpoint: public addresses of S3 and DynamoDB.</summary>
    public bool IsOfGatewayEndpoint => Destination.PrefixListId is not null && Hop.Id.StartsWith("vpce-", StringComparison.Ordinal);
}
