namespace OverlayIp.Lab.Iam;

/// <summary>
/// IAM's evaluation within one account: a Deny that applies decides, then an Allow must apply, in the identity's policies and,
/// where the session was given one, in the session policy too
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html).
/// </summary>
internal static class PolicyEvaluator
{
    public static AccessDecision Decide(Principal principal, string action, string resource, ConditionContext context)
    {
        if (Find(principal.Policies, action, resource, context, deny: true) is { } identityDeny)
        {
            return new(false, true, AccessDecision.Identity, identityDeny.Policy, identityDeny.Statement);
        }

        if (Find(SessionPolicies(principal), action, resource, context, deny: true) is { } sessionDeny)
        {
            return new(false, true, AccessDecision.Session, sessionDeny.Policy, sessionDeny.Statement);
        }

        if (Find(principal.Policies, action, resource, context, deny: false) is not { } allow)
        {
            return new(false, false, AccessDecision.Identity, null, null);
        }

        return SessionAllows(principal, action, resource, context)
            ? new(true, true, AccessDecision.Identity, allow.Policy, allow.Statement)
            : new(false, false, AccessDecision.Session, null, null);
    }

    /// <summary>
    /// Decides about sts:AssumeRole and the actions that go with it. A role's trust policy that names the caller is enough; one that
    /// names the caller's account leaves it to the caller's own policies.
    /// </summary>
    /// <param name="role">The role.</param>
    /// <param name="caller">Who wants to assume it.</param>
    /// <param name="action">The action, such as <c>sts:AssumeRole</c>.</param>
    /// <param name="context">The request's condition keys.</param>
    public static AccessDecision DecideTrust(IamRole role, Principal caller, string action, ConditionContext context)
    {
        var statements = role.TrustPolicy.Statements
            .Select(statement => (Statement: statement, Trust: statement.Principals!.Of(caller)))
            .Where(candidate => candidate.Trust != Trust.None && candidate.Statement.AppliesTo(action, role.Arn, context))
            .OrderByDescending(candidate => candidate.Trust)
            .ToArray();
        if (Array.Find(statements, candidate => candidate.Statement.IsDeny).Statement is { } deny)
        {
            return new(false, true, AccessDecision.Resource, role.TrustPolicy, deny);
        }

        var own = Decide(caller, action, role.Arn, context);
        if (own is { IsAllowed: false, IsExplicit: true })
        {
            return own;
        }

        // What is granted to a role by name is still narrowed by the session policy that the caller has it with.
        return Array.Find(statements, candidate => !candidate.Statement.IsDeny) switch
        {
            (null, _) => new(false, false, AccessDecision.Resource, null, null),
            (var allow, Trust.Named) when SessionAllows(caller, action, role.Arn, context) =>
                new(true, true, AccessDecision.Resource, role.TrustPolicy, allow),
            _ => own,
        };
    }

    private static IReadOnlyList<PolicyDocument> SessionPolicies(Principal principal) =>
        principal.SessionPolicy is { } policy ? [policy] : [];

    private static bool SessionAllows(Principal principal, string action, string resource, ConditionContext context) =>
        principal.SessionPolicy is null || Find(SessionPolicies(principal), action, resource, context, deny: false) is not null;

    private static (PolicyDocument Policy, PolicyStatement Statement)? Find(
        IReadOnlyList<PolicyDocument> policies, string action, string resource, ConditionContext context, bool deny)
    {
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                if (statement.IsDeny == deny && statement.AppliesTo(action, resource, context))
                {
                    return (policy, statement);
                }
            }
        }

        return null;
    }
}
