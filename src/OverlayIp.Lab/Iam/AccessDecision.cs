namespace OverlayIp.Lab.Iam;

/// <summary>Whether a request is allowed, and which policy has decided.</summary>
/// <param name="IsAllowed">True when it is.</param>
/// <param name="IsExplicit">True when a Deny statement has decided; false when nothing allows.</param>
/// <param name="PolicyType">The kind of policy: <c>identity-based</c>, <c>session</c> or, for a role's trust policy, <c>resource-based</c>.</param>
/// <param name="Policy">The policy that has decided, or null when none says anything.</param>
/// <param name="Statement">Its statement.</param>
internal sealed record AccessDecision(bool IsAllowed, bool IsExplicit, string PolicyType, PolicyDocument? Policy, PolicyStatement? Statement)
{
    public const string Identity = "identity-based";
    public const string Session = "session";
    public const string Resource = "resource-based";

    /// <summary>The reason as AWS's messages give it
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).</summary>
    public string Reason(string action) => IsExplicit
        ? $"with an explicit deny in {(PolicyType == Identity ? "an" : "a")} {PolicyType} policy"
        : $"because no {PolicyType} policy allows the {action} action";
}
