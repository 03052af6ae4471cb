namespace OverlayIp;

/// <summary>A statement of an IAM policy. It allows; what no statement allows is denied.</summary>
public sealed record OverlayPolicyStatement
{
    /// <summary>The statement's id, which says what it is for: letters and digits.</summary>
    public required string Sid { get; init; }

    /// <summary>What it does with the actions.</summary>
    public string Effect { get; init; } = "Allow";

    /// <summary>The actions with their service, such as <c>ec2:ReplaceRoute</c>, in alphabetical order.</summary>
    public required IReadOnlyList<string> Actions { get; init => field = value.ToArray(); }

    /// <summary>The ARNs; <c>*</c> for actions that have no resource-level permissions.</summary>
    public required IReadOnlyList<string> Resources { get; init => field = value.ToArray(); }

    /// <summary>The conditions, which must all hold.</summary>
    public IReadOnlyList<OverlayPolicyCondition> Conditions { get; init => field = value.ToArray(); } = [];

    /// <summary>The statement's id.</summary>
    public override string ToString() => Sid;
}
