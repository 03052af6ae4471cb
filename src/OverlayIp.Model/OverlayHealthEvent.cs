namespace OverlayIp;

/// <summary>Something that a watch noticed or did.</summary>
public sealed record OverlayHealthEvent
{
    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The destination in canonical form.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>What happened.</summary>
    public required OverlayHealthEventKind Kind { get; init; }

    /// <summary>The node that it is about: its instance, else its network interface; null when it is about none.</summary>
    public string? Candidate { get; init; }

    /// <summary>The Name tag of that node, or null.</summary>
    public string? CandidateName { get; init; }

    /// <summary>Where the routes pointed to, as an instance or a network interface; null when nothing was moved.</summary>
    public string? From { get; init; }

    /// <summary>Where the routes point to, or shall; null when that is not known.</summary>
    public string? To { get; init; }

    /// <summary>The particulars in one sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>The stable error id, or null when nothing went wrong.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How long the move took, fencing included; null when nothing was moved.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The VPC of the route tables, or null when it is not known.</summary>
    public string? VpcId { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
