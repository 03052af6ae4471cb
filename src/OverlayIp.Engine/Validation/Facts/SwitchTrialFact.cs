namespace OverlayIp.Engine.Validation.Facts;

/// <summary>What EC2 answered to the dry run of the call that a switch would make in one route table.</summary>
internal sealed record SwitchTrialFact
{
    public const string AssumeRole = "AssumeRole";

    public required RouteDestination Destination { get; init; }

    /// <summary>The route table, or the role that could not be assumed.</summary>
    public required string RouteTableId { get; init; }

    /// <summary><c>ReplaceRoute</c> or <c>CreateRoute</c>; <c>AssumeRole</c> when it did not come to that.</summary>
    public required string Action { get; init; }

    /// <summary>True for <c>DryRunOperation</c>: the call would have been made.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>True for <c>UnauthorizedOperation</c>; false with <see cref="IsAllowed"/> false when something else was wrong.</summary>
    public bool IsDenied { get; init; }

    /// <summary>What EC2 said against it, or null.</summary>
    public string? Message { get; init; }
}
