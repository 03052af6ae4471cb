using System.Text.Json;

namespace OverlayIp.Lab.Iam;

/// <summary>Reads the Condition of a statement. What the lab would not evaluate is refused, not ignored: a Deny that is
/// ignored would allow.</summary>
internal static class ConditionReader
{
    private const string IfExists = "IfExists";

    private static readonly (string Prefix, ConditionQuantifier Quantifier)[] Quantifiers =
        [("ForAnyValue:", ConditionQuantifier.Any), ("ForAllValues:", ConditionQuantifier.All)];

    public static IReadOnlyList<PolicyCondition> Read(DefinitionElement block, bool variables) => block.Members()
        .SelectMany(member => ReadOperator(member.Name, member.Value, variables))
        .ToArray();

    private static IEnumerable<PolicyCondition> ReadOperator(string name, DefinitionElement keys, bool variables)
    {
        if (name == "Null")
        {
            return keys.Members().Select(key => new Absence(KeyOf(key.Name, key.Value), ReadNull(key.Value)));
        }

        var (prefix, quantifier) = Quantifiers.FirstOrDefault(candidate => name.StartsWith(candidate.Prefix, StringComparison.Ordinal));
        var plain = name[(prefix?.Length ?? 0)..];
        var ifExists = plain.EndsWith(IfExists, StringComparison.Ordinal);
        plain = ifExists ? plain[..^IfExists.Length] : plain;
        if (!ConditionOperator.All.TryGetValue(plain, out var found))
        {
            throw keys.Problem($"'{name}' is not a condition operator that the lab has. It has Null, {string.Join(", ", ConditionOperator.All.Keys)}, "
                + "each with IfExists behind and ForAnyValue: or ForAllValues: before it.");
        }

        return keys.Members().Select(key => new Comparison(
            KeyOf(key.Name, key.Value), found, quantifier, ifExists, key.Value.OneOrMore().Select(value => ReadValue(found, value, variables)).ToArray()));
    }

    private static string KeyOf(string name, DefinitionElement place) => name.Contains(':', StringComparison.Ordinal)
        ? name
        : throw place.Problem($"'{name}' is not a condition key. Expected one with its service before it, such as aws:SourceIp.");

    private static ConditionValue ReadValue(ConditionOperator comparing, DefinitionElement value, bool variables)
    {
        var text = TextOf(value);
        try
        {
            return new ConditionValue(text, comparing.Prepare(text, variables));
        }
        catch (FormatException cause)
        {
            throw value.Problem(cause.Message);
        }
    }

    private static bool ReadNull(DefinitionElement value) => TextOf(value.OneOrMore() is [var only] ? only : value).ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw value.Problem("Null takes true or false."),
    };

    private static string TextOf(DefinitionElement value) => value.Json.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.Json.GetRawText(),
        _ => value.Text(),
    };
}
