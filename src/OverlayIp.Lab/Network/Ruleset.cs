using System.Collections.Immutable;
using System.Text;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The table <c>inet ovip</c> of a router: its sets, maps and chains by name. The difference between two of them is one
/// nft(8) transaction, which touches only what differs and takes effect at once or not at all.
/// </summary>
internal sealed record Ruleset(ImmutableSortedDictionary<string, RulesetObject> Objects)
{
    private const string Table = "inet ovip";

    public static readonly Ruleset Empty = new(ImmutableSortedDictionary.Create<string, RulesetObject>(StringComparer.Ordinal));

    /// <summary>The transaction that makes this out of <paramref name="applied"/>; empty when nothing differs.</summary>
    public string ChangesFrom(Ruleset applied)
    {
        var changed = Objects.Where(item => !applied.Objects.TryGetValue(item.Key, out var before) || before != item.Value).ToArray();
        var gone = applied.Objects.Where(item => !Objects.ContainsKey(item.Key)).ToArray();
        if (changed.Length == 0 && gone.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder($"add table {Table}\n");
        foreach (var (name, item) in changed)
        {
            // Declared before anything refers to them. For one that is there already this changes nothing.
            text.Append($"add {item.Kind} {Table} {name} {item.Declaration}\n");
        }

        foreach (var (name, item) in changed.Concat(gone))
        {
            text.Append($"flush {(item.Kind == "chain" ? "chain" : item.Kind)} {Table} {name}\n");
        }

        foreach (var (name, item) in changed)
        {
            Fill(text, name, item);
        }

        foreach (var (name, item) in gone)
        {
            text.Append($"delete {item.Kind} {Table} {name}\n");
        }

        return text.ToString();
    }

    private static void Fill(StringBuilder text, string name, RulesetObject item)
    {
        if (item.Content.Length == 0)
        {
            return;
        }

        if (item.Kind != "chain")
        {
            text.Append($"add element {Table} {name} {{ {item.Content.Replace('\n', ',')} }}\n");
            return;
        }

        foreach (var rule in item.Content.Split('\n'))
        {
            text.Append($"add rule {Table} {name} {rule}\n");
        }
    }
}

/// <summary>A set, map or chain.</summary>
/// <param name="Kind"><c>set</c>, <c>map</c> or <c>chain</c>.</param>
/// <param name="Declaration">What follows its name: the type in braces, or the hook of a base chain.</param>
/// <param name="Content">Its elements or rules, one to a line.</param>
internal sealed record RulesetObject(string Kind, string Declaration, string Content);
