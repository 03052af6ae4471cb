using System.Text.Json;

namespace OverlayIp.Lab.Iam;

/// <summary>Reads the Principal of a trust policy's statement.</summary>
internal static class PrincipalReader
{
    public static TrustedPrincipals Read(DefinitionElement principal)
    {
        if (principal.Json.ValueKind == JsonValueKind.String)
        {
            return principal.Text() == "*"
                ? new TrustedPrincipals(true, [], [], [])
                : throw principal.Problem($"'{principal.Text()}' is no principal. Expected * or an object such as {{ \"AWS\": \"…\" }}.");
        }

        // Federated is taken, and nobody of the lab is one: it has no identity provider.
        principal.RequireObject("AWS", "Service", "Federated");
        var (everybody, accounts, arns) = (false, new List<string>(), new List<string>());
        foreach (var identity in Items(principal, "AWS"))
        {
            var text = identity.Text();
            if (text == "*")
            {
                everybody = true;
            }
            else if (AccountOf(text) is { } account)
            {
                accounts.Add(account);
            }
            else if (IsIdentity(text))
            {
                arns.Add(text);
            }
            else
            {
                throw identity.Problem($"'{text}' is no principal. Expected an account's id, or the ARN of an account's root, a user, a role or a role's session.");
            }
        }

        return new TrustedPrincipals(everybody, accounts, arns, Items(principal, "Service").Select(service => service.Text()).ToArray());
    }

    private static IReadOnlyList<DefinitionElement> Items(DefinitionElement principal, string name) => principal.Member(name)?.OneOrMore() ?? [];

    private static string? AccountOf(string text) => text.Split(':') switch
    {
        [var id] when IsAccount(id) => id,
        ["arn", _, "iam", "", var id, "root"] when IsAccount(id) => id,
        _ => null,
    };

    private static bool IsIdentity(string text) => text.Split(':') is ["arn", _, var service, "", var account, var name]
        && IsAccount(account)
        && !name.Contains('*', StringComparison.Ordinal)
        && (service, name.Split('/')[0]) is ("iam", "user") or ("iam", "role") or ("sts", "assumed-role");

    private static bool IsAccount(string text) => text.Length == 12 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
