using System.Text.RegularExpressions;

namespace OverlayIp.Help;

/// <summary>A command of an example and the parameters it names.</summary>
internal sealed record CommandCall(string Name, List<string> Parameters);

/// <summary>
/// Finds the Verb-Noun commands of a script and their parameters. This is the small part of PowerShell's grammar that
/// examples use (about_Parsing: command mode starts after a separator, an opening bracket or an assignment), so that the build
/// needs no PowerShell.
/// </summary>
internal sealed partial class ExampleScript
{
    private readonly List<CommandCall> _calls = [];
    private readonly Stack<CommandCall?> _outer = [];
    private CommandCall? _current;
    private bool _expectCommand = true;

    /// <summary>The commands in order of appearance, nested ones included.</summary>
    public static IReadOnlyList<CommandCall> Calls(string code)
    {
        var script = new ExampleScript();
        foreach (Match token in Token().Matches(Prompt().Replace(code, "")))
            script.Take(token.Value);
        return script._calls;
    }

    private void Take(string token)
    {
        switch (token[0])
        {
            case '#':
            case '<' when token.StartsWith("<#", StringComparison.Ordinal):
            case '`':
                break;
            case '\n' or ';' or '|' or '&':
                (_current, _expectCommand) = (null, true);
                break;
            case '(' or '{':
            case '$' or '@' when token.Length == 2 && token[1] is '(' or '{':
                _outer.Push(_current);
                (_current, _expectCommand) = (null, true);
                break;
            case ')' or '}':
                _ = _outer.TryPop(out _current);
                _expectCommand = false;
                break;
            case '=':
            case '+' or '-' when token == "+=" || token == "-=":
                (_current, _expectCommand) = (null, true);
                break;
            default:
                Word(token);
                break;
        }
    }

    private void Word(string word)
    {
        if (_expectCommand)
        {
            _expectCommand = word is "return" or "throw" or "if" or "else" or "while" or "until" or "foreach" or "try" or "catch" or "finally";
            if (CommandName().IsMatch(word))
                _calls.Add(_current = new CommandCall(word, []));
        }
        else if (_current is not null && Parameter().Match(word) is { Success: true } parameter)
        {
            _current.Parameters.Add(parameter.Groups[1].Value);
        }
    }

    // In order: comments, strings (here-strings first), line continuation, separators, brackets, anything else up to one of these.
    [GeneratedRegex("""
        <\#[\s\S]*?\#> | (?<=^|[\s;|({])\#[^\n]* |
        @"\n[\s\S]*?\n"@ | @'\n[\s\S]*?\n'@ | "(?:`[\s\S]|""|[^"`])*" | '(?:''|[^'])*' |
        `\n | \n | ; | \|\|? | && | & |
        [$@]?[({] | [)}] | \+= | -= | = |
        (?:`[\s\S]|\$(?![({])|@(?![({"'])|[^\s;|&(){}"'`$@=])+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:PS[^>\n]*>|>>)[ \t]?", RegexOptions.Multiline)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^[A-Za-z]+-[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"^-([A-Za-z][A-Za-z0-9]*)(?::.*)?$")]
    private static partial Regex Parameter();
}
