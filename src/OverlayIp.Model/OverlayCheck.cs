namespace OverlayIp;

/// <summary>
/// One condition that must hold for an overlay address to work, as Test-OverlayIp found it: what holds, what does not, why that can
/// be said, and the command that mends it.
/// </summary>
public sealed record OverlayCheck
{
    /// <summary>The stable id of the condition, such as <c>RouteInEveryTable</c>; about_OverlayIp_Validation lists them.</summary>
    public required string Id { get; init; }

    /// <summary>The overlay destination in canonical form, such as <c>10.2.0.1/32</c>.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>What the condition is about: the id of a route table, an instance, a security group ..., or the destination where it holds for all of them.</summary>
    public required string Subject { get; init; }

    /// <summary>Whether the condition holds.</summary>
    public required OverlayCheckStatus Status { get; init; }

    /// <summary>What was seen, in one or two sentences; for <see cref="OverlayCheckStatus.Skipped"/>, why nothing was.</summary>
    public required string Evidence { get; init; }

    /// <summary>A command to paste that mends it, or null. What only a person can choose stands in angle brackets.</summary>
    public string? Remedy { get; init; }

    /// <summary>What suffers when the condition does not hold.</summary>
    public OverlayCheckConcern Concerns { get; init; }

    /// <summary>The time that the API calls took which it rests on (those made at once count once), and its own.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The VPC, or null when it is not known.</summary>
    public string? VpcId { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>True when the condition holds, with a warning or without, or could not be expected to be tested here. False when it failed, and
    /// when it would have been tested but for a call that was not allowed: what was not looked at has not passed.</summary>
    public required bool Passed { get; init; }
}
