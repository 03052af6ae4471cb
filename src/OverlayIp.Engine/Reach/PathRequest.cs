namespace OverlayIp.Engine.Reach;

/// <summary>A path to walk.</summary>
public sealed record PathRequest
{
    /// <summary>The overlay destination. A prefix list is walked block by block; see <see cref="PathWalker.ExpandAsync"/>.</summary>
    public required CidrBlock Destination { get; init; }

    /// <summary>Where the packets come from.</summary>
    public required PathSource From { get; init; }

    /// <summary>The VPC that has the overlay address, or null for the one whose route tables send the destination to an instance or
    /// network interface.</summary>
    public string? VpcId { get; init; }
}
