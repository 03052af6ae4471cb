namespace OverlayIp.Engine.Policies;

/// <summary>A call that a policy is asked about, and what it should say.</summary>
/// <param name="World">Where the call is made.</param>
/// <param name="Action">The action without its service, such as <c>ReplaceRoute</c>.</param>
/// <param name="Resource">The ARN that it is about, or <c>*</c>.</param>
/// <param name="Subject">The call in words.</param>
/// <param name="Expected">What a policy of the purpose should say.</param>
/// <param name="Parameters">The call's parameters.</param>
public sealed record PolicyProbe(
    PolicyWorld World, string Action, string Resource, string Subject, PolicyDecision Expected, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>What the policy is found to say.</summary>
    /// <param name="actual">What it says.</param>
    /// <param name="statement">The Sid of the statement that has decided, or null.</param>
    /// <param name="message">What the call was answered, or null when it was let through.</param>
    public OverlayPolicyCheck ToCheck(PolicyDecision actual, string? statement, string? message) => new()
    {
        Action = $"ec2:{Action}",
        Resource = Resource,
        Subject = Subject,
        Expected = Expected,
        Actual = actual,
        Statement = statement,
        Message = message,
    };
}
