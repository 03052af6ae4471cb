namespace OverlayIp.Lab.Iam;

/// <summary>
/// A text of a policy that is matched: with the wildcards <c>*</c> and <c>?</c>, with policy variables such as
/// <c>${aws:username}</c> or <c>${aws:PrincipalTag/team, 'none'}</c>, and with <c>${*}</c>, <c>${?}</c> and <c>${$}</c> for those
/// characters themselves (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
/// </summary>
internal sealed class PolicyPattern
{
    private readonly IReadOnlyList<Token> _tokens;

    private PolicyPattern(IReadOnlyList<Token> tokens) => _tokens = tokens;

    private enum Kind
    {
        Character,
        One,
        Any,
        Variable,
    }

    /// <summary>A pattern that matches everything.</summary>
    public static PolicyPattern Anything { get; } = new([new Token(Kind.Any, '*', null, null)]);

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wildcards">False takes <c>*</c> and <c>?</c> as themselves.</param>
    /// <param name="variables">False takes <c>${</c> as itself: documents of the version 2008-10-17 have no variables.</param>
    /// <exception cref="FormatException">A variable has no end or no name.</exception>
    public static PolicyPattern Parse(string text, bool wildcards, bool variables)
    {
        var tokens = new List<Token>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (variables && text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                var end = text.IndexOf('}', at);
                tokens.Add(Variable(end < 0 ? throw new FormatException("a policy variable has no closing brace.") : text[(at + 2)..end]));
                at = end;
            }
            else
            {
                tokens.Add(new Token(wildcards && text[at] == '*' ? Kind.Any : wildcards && text[at] == '?' ? Kind.One : Kind.Character, text[at], null, null));
            }
        }

        return new PolicyPattern(tokens);
    }

    /// <summary>Cuts the pattern at a character that is outside of variables, into no more than so many parts.</summary>
    public IReadOnlyList<PolicyPattern> Split(char separator, int most)
    {
        var parts = new List<List<Token>> { new() };
        foreach (var token in _tokens)
        {
            if (token.Kind == Kind.Character && token.Character == separator && parts.Count < most)
            {
                parts.Add([]);
            }
            else
            {
                parts[^1].Add(token);
            }
        }

        return parts.Select(part => new PolicyPattern(part)).ToArray();
    }

    /// <summary>Matches a text. A variable whose key the request does not have, and which has no default, matches nothing.</summary>
    public bool Matches(string text, ConditionContext context, bool ignoreCase = false) =>
        Expand(context) is { } tokens && Matches(tokens, text, ignoreCase);

    // A variable's value is taken literally, wildcards in it included.
    private IReadOnlyList<Token>? Expand(ConditionContext context)
    {
        if (_tokens.All(token => token.Kind != Kind.Variable))
        {
            return _tokens;
        }

        var expanded = new List<Token>();
        foreach (var token in _tokens)
        {
            if (token.Kind != Kind.Variable)
            {
                expanded.Add(token);
                continue;
            }

            // A key with several values cannot stand in one place.
            var value = context.Find(token.Name!) is [var only] ? only : token.Default;
            if (value is null)
            {
                return null;
            }

            expanded.AddRange(value.Select(character => new Token(Kind.Character, character, null, null)));
        }

        return expanded;
    }

    private static Token Variable(string inside)
    {
        if (inside is "*" or "?" or "$")
        {
            return new Token(Kind.Character, inside[0], null, null);
        }

        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var name = (comma < 0 ? inside : inside[..comma]).Trim();
        if (name.Length == 0)
        {
            throw new FormatException("a policy variable has no name.");
        }

        var fallback = comma < 0 ? null : inside[(comma + 1)..].Trim();
        return fallback is null or [ '\'', .., '\'' ]
            ? new Token(Kind.Variable, '$', name, fallback?[1..^1])
            : throw new FormatException($"the default of the policy variable '{name}' must stand between single quotes.");
    }

    private static bool Matches(IReadOnlyList<Token> pattern, string text, bool ignoreCase)
    {
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Count && pattern[p].Kind == Kind.Any)
            {
                starPattern = ++p;
                starText = t;
            }
            else if (p < pattern.Count && pattern[p].MatchesOne(text[t], ignoreCase))
            {
                p++;
                t++;
            }
            else if (starPattern >= 0)
            {
                // Let the last star take one more character, and try again from there.
                p = starPattern;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Count && pattern[p].Kind == Kind.Any)
        {
            p++;
        }

        return p == pattern.Count;
    }

    private readonly record struct Token(Kind Kind, char Character, string? Name, string? Default)
    {
        public bool MatchesOne(char other, bool ignoreCase) =>
            Kind == Kind.One
            || Character == other
            || (ignoreCase && char.ToUpperInvariant(Character) == char.ToUpperInvariant(other));
    }
}
