namespace OverlayIp.Engine.Failover;

/// <summary>Something that a resident agent tells: a line of its log.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Name">A stable word for programs, such as <c>takeover</c>.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record ResidentEvent(ResidentLevel Level, string Name, string Message)
{
    /// <summary>The route set's destination, or null when it is about all.</summary>
    public string? Destination { get; init; }

    /// <summary>The stable error id, or null.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How long it took, or null.</summary>
    public TimeSpan? Elapsed { get; init; }
}
