using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Completion;

/// <summary>Completes the names of the profiles in the shared AWS configuration files.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        foreach (var name in ProfileNames.List().Where(n => n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
        {
            var text = name.Contains(' ', StringComparison.Ordinal) ? $"'{name}'" : name;
            yield return new CompletionResult(text, name, CompletionResultType.ParameterValue, name);
        }
    }
}
