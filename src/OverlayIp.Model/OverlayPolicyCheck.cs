namespace OverlayIp;

/// <summary>What a policy says to one call, and what it should say.</summary>
public sealed record OverlayPolicyCheck
{
    /// <summary>The action with its service, such as <c>ec2:ReplaceRoute</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN that the call is about, or <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>What the call is in words, such as <c>another route table of the VPC</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What a policy of the purpose should say.</summary>
    public required PolicyDecision Expected { get; init; }

    /// <summary>What the policy says.</summary>
    public required PolicyDecision Actual { get; init; }

    /// <summary>True when the policy says what it should.</summary>
    public bool Passed => Expected == Actual;

    /// <summary>The Sid of the statement that has decided; null when none has, or when it has no Sid.</summary>
    public string? Statement { get; init; }

    /// <summary>What the call was answered when it was not let through, or null.</summary>
    public string? Message { get; init; }

    /// <summary>What is to be changed in the policy, in one sentence, or null when it passed.</summary>
    public string? Remedy => (Passed, Expected) switch
    {
        (true, _) => null,
        (false, PolicyDecision.Allowed) => $"Allow {Action} on {Resource}.",
        _ => Statement is null ? $"Do not allow {Action} on {Resource}." : $"Narrow the statement {Statement}: it allows {Action} on {Resource}.",
    };
}
