using System.Text;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Actions;

/// <summary>Cuts the answers of describe calls into pages.</summary>
internal static class Paging
{
    /// <summary>One page of <paramref name="items"/>, which must be in the order of their keys: the token names the last
    /// key of a page, so that what is created or deleted between two pages neither repeats nor hides anything else.</summary>
    /// <param name="context">The request, with MaxResults and NextToken.</param>
    /// <param name="items">Everything that matches.</param>
    /// <param name="keyOf">The ordinal sort key of an item.</param>
    /// <param name="limits">The bounds of MaxResults; the upper one is the page size when none is asked for.</param>
    public static Page<T> Cut<T>(ActionContext context, IEnumerable<T> items, Func<T, string> keyOf, PageLimits limits)
    {
        var size = limits.Size(context.Parameters.OptionalInteger("MaxResults"));
        var after = context.Parameters.Optional("NextToken") is { Length: > 0 } token ? Decode(token, context.Parameters.Action) : null;
        var rest = after is null ? items : items.SkipWhile(item => string.CompareOrdinal(keyOf(item), after) <= 0);
        var taken = rest.Take(size + 1).ToList();
        if (taken.Count <= size)
        {
            return new Page<T>(taken, null);
        }

        taken.RemoveAt(size);
        return new Page<T>(taken, Encode(keyOf(taken[^1]), context.Parameters.Action));
    }

    /// <summary>Some describe actions take ids or a page size, but not both.</summary>
    public static void RefuseIdsWithMaxResults(ActionContext context, IReadOnlyList<string> ids, string setName)
    {
        if (ids.Count > 0 && context.Parameters.Optional("MaxResults") is not null)
        {
            throw Ec2Errors.InvalidParameterCombination($"The parameter {setName} cannot be used with the parameter maxResults");
        }
    }

    private static string Encode(string key, string action) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(action + "\n" + key));

    private static string Decode(string token, string action)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is [var issuer, var key]
            && issuer == action)
        {
            return key;
        }

        throw Ec2Errors.InvalidParameterValue("Unable to parse pagination token");
    }
}

/// <summary>One page, and the token of the next one unless it is the last.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>The bounds of a describe action's MaxResults.</summary>
internal sealed record PageLimits(int Minimum, int Maximum)
{
    public int Size(int? asked) => asked is not { } size
        ? Maximum
        : size >= Minimum && size <= Maximum
            ? size
            : throw Ec2Errors.InvalidParameterValue(
                $"Value ( {size} ) for parameter maxResults is invalid. Expecting a value {(size < Minimum ? $"greater than {Minimum}" : $"less than {Maximum}")}.");
}
