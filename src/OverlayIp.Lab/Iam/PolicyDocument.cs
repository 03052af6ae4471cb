namespace OverlayIp.Lab.Iam;

/// <summary>A policy document that has been read.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Statements">Its statements.</param>
internal sealed record PolicyDocument(string Name, IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>A policy that allows everything.</summary>
    public static PolicyDocument Administrator { get; } = new("AdministratorAccess", [new PolicyStatement
    {
        Sid = null,
        IsDeny = false,
        Actions = [PolicyPattern.Anything],
        Resources = [ArnPattern.Parse("*", variables: false)],
    }]);
}

/// <summary>A statement of a policy document.</summary>
internal sealed record PolicyStatement
{
    public required string? Sid { get; init; }

    public required bool IsDeny { get; init; }

    public required IReadOnlyList<PolicyPattern> Actions { get; init; }

    /// <summary>True when the statement is about every action but <see cref="Actions"/>.</summary>
    public bool ExceptActions { get; init; }

    /// <summary>The resources; none in a trust policy, which is about its own role.</summary>
    public IReadOnlyList<ArnPattern> Resources { get; init; } = [];

    /// <summary>True when the statement is about every resource but <see cref="Resources"/>.</summary>
    public bool ExceptResources { get; init; }

    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whom the statement of a trust policy is about; null in the others.</summary>
    public TrustedPrincipals? Principals { get; init; }

    /// <summary>True when the statement says something about a request.</summary>
    /// <param name="action">The action with its service, such as <c>ec2:ReplaceRoute</c>.</param>
    /// <param name="resource">The ARN, or <c>*</c> for a request that is about no resource.</param>
    /// <param name="context">The request's condition keys.</param>
    public bool AppliesTo(string action, string resource, ConditionContext context) =>
        Actions.Any(pattern => pattern.Matches(action, context, ignoreCase: true)) != ExceptActions
        && (Principals is not null || Resources.Any(pattern => pattern.Matches(resource, context)) != ExceptResources)
        && Conditions.All(condition => condition.IsMet(context));
}
