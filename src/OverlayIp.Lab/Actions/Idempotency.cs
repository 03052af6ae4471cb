using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>
/// Client tokens: a create request that is sent again with the same token makes nothing new
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).
/// </summary>
internal static class Idempotency
{
    /// <summary>Creates once per token.</summary>
    /// <returns>For the store: the new state, and as the result that state with the ids of what was created, now or before.</returns>
    public static (LabState State, (LabState State, ImmutableArray<string> Ids) Result) Once(
        ActionContext context, LabState state, Func<LabState, (LabState State, ImmutableArray<string> Ids)> create)
    {
        if (context.Parameters.Optional("ClientToken") is not { Length: > 0 } token)
        {
            var made = create(state);
            return (made.State, made);
        }

        var key = $"{context.Parameters.Action}/{token}";
        var digest = Digest(context.Parameters);
        if (state.ClientTokens.TryGetValue(key, out var used))
        {
            return used.RequestDigest == digest
                ? (state, (state, used.Ids))
                : throw new Ec2Exception(
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }

        var (created, ids) = create(state);
        created = created with { ClientTokens = created.ClientTokens.Add(key, new UsedClientToken(digest, ids)) };
        return (created, (created, ids));
    }

    private static string Digest(QueryParameters parameters) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', parameters.All.Select(parameter => $"{parameter.Key}={parameter.Value}")))));
}
