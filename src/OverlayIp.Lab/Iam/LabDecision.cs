namespace OverlayIp.Lab.Iam;

/// <summary>What a lab would answer to a call, as far as permission goes.</summary>
public sealed record LabDecision
{
    /// <summary>True when it is allowed, false when it is not; null when the call was refused before anybody asked for permission.</summary>
    public required bool? IsAllowed { get; init; }

    /// <summary>The ARNs that policies were asked about, or <c>*</c> where EC2 has no resource-level permissions.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The Sid of the statement that has decided; null when none has, or when it has no Sid.</summary>
    public string? StatementId { get; init; }

    /// <summary>The error code that the call would be answered with, such as <c>DryRunOperation</c> or <c>UnauthorizedOperation</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The message that goes with it.</summary>
    public required string Message { get; init; }
}
