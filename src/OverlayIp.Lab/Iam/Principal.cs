namespace OverlayIp.Lab.Iam;

/// <summary>Whoever calls: a user, or a session of a role.</summary>
internal sealed record Principal
{
    /// <summary>The ARN that GetCallerIdentity answers and error messages name.</summary>
    public required string Arn { get; init; }

    /// <summary>The ARN that policies see as <c>aws:PrincipalArn</c>: for a session that of its role.</summary>
    public required string PolicyArn { get; init; }

    /// <summary>The unique id: <c>AIDA…</c>, or for a session <c>AROA…:name</c>.</summary>
    public required string UserId { get; init; }

    public required string AccountId { get; init; }

    public bool IsRoleSession { get; init; }

    public required IReadOnlyList<PolicyDocument> Policies { get; init; }

    /// <summary>The policy that AssumeRole was given to narrow the session, or null.</summary>
    public PolicyDocument? SessionPolicy { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The condition keys of this principal alone, such as <c>aws:username</c>.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Sets the condition keys that say who calls.</summary>
    public void Describe(ConditionContext context)
    {
        context.Set("aws:PrincipalArn", PolicyArn);
        context.Set("aws:PrincipalAccount", AccountId);
        context.Set("aws:PrincipalType", IsRoleSession ? "AssumedRole" : "User");
        context.Set("aws:userid", UserId);
        foreach (var (key, value) in Keys)
        {
            context.Set(key, value);
        }

        foreach (var (key, value) in Tags)
        {
            context.Set("aws:PrincipalTag/" + key, value);
        }
    }
}
