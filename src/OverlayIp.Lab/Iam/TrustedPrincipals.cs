namespace OverlayIp.Lab.Iam;

/// <summary>How far a trust policy's statement trusts a caller.</summary>
internal enum Trust
{
    /// <summary>It is about somebody else.</summary>
    None,

    /// <summary>Through its account: its own policies must allow the call as well.</summary>
    Account,

    /// <summary>By name, which is all it takes.</summary>
    Named,
}

/// <summary>The Principal element of a trust policy's statement
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).</summary>
/// <param name="Everybody">True for <c>*</c>.</param>
/// <param name="Accounts">Account ids.</param>
/// <param name="Arns">ARNs of users, roles and role sessions.</param>
/// <param name="Services">Services, such as <c>ec2.amazonaws.com</c>.</param>
internal sealed record TrustedPrincipals(
    bool Everybody, IReadOnlyList<string> Accounts, IReadOnlyList<string> Arns, IReadOnlyList<string> Services)
{
    /// <summary>How the statement is about a user or a role's session.</summary>
    public Trust Of(Principal caller) =>
        Everybody || Arns.Contains(caller.Arn, StringComparer.Ordinal) || Arns.Contains(caller.PolicyArn, StringComparer.Ordinal) ? Trust.Named
        : Accounts.Contains(caller.AccountId, StringComparer.Ordinal) ? Trust.Account
        : Trust.None;

    /// <summary>True when the statement is about a service. Everybody is every account's users and roles, not AWS's services.</summary>
    public bool IncludesService(string service) => Services.Contains(service, StringComparer.Ordinal);
}
