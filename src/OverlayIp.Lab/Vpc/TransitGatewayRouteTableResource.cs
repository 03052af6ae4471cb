using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Vpc;

/// <summary>A route table of a transit gateway. Which attachments are associated with it is kept with those.</summary>
internal sealed record TransitGatewayRouteTableResource : Resource
{
    public required string TransitGatewayId { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>The static routes.</summary>
    [JsonRequired]
    public ImmutableArray<TransitGatewayStaticRoute> StaticRoutes { get; init; } = [];

    /// <summary>The attachments whose VPCs' blocks are routes of the table, in the order in which that was switched on.</summary>
    [JsonRequired]
    public ImmutableArray<string> PropagatingAttachmentIds { get; init; } = [];

    /// <summary>When it was deleted; null while it exists.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A static route.</summary>
/// <param name="Destination">The block.</param>
/// <param name="AttachmentId">Where it leads; null is a black hole, which it also becomes when its attachment is deleted.</param>
internal sealed record TransitGatewayStaticRoute(CidrBlock Destination, string? AttachmentId);
