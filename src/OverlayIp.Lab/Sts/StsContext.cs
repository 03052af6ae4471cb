using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Sts;

/// <summary>What an STS action works with.</summary>
/// <param name="Parameters">The request.</param>
/// <param name="Account">The account that it acts in.</param>
/// <param name="Identity">The identities.</param>
/// <param name="Caller">Whose request it is.</param>
/// <param name="Now">The time of the request.</param>
/// <param name="IsDenied">True when a fault denies the action.</param>
internal sealed record StsContext(
    QueryParameters Parameters, LabAccount Account, LabIdentity Identity, Caller Caller, DateTimeOffset Now, bool IsDenied)
{
    public ConditionContext NewContext() => Caller.NewContext(Account, Now);

    /// <summary>The refusal of a request. Only a Deny is given as the reason: STS does not tell what else a trust policy lacks.</summary>
    public StsException Denied(string action, string? resource, AccessDecision decision) => new(
        "AccessDenied",
        $"User: {Caller.Principal.Arn} is not authorized to perform: {action}{(resource is null ? "" : $" on resource: {resource}")}"
        + (decision is { IsAllowed: false, IsExplicit: true } ? " " + decision.Reason(action) : ""),
        403);

    /// <summary>The refusal of parameters.</summary>
    public static StsException Invalid(params string[] problems) => new(
        "ValidationError",
        $"{problems.Length} validation error{(problems.Length == 1 ? "" : "s")} detected: {string.Join("; ", problems)}");
}
