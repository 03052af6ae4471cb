using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Completion;

/// <summary>Completes the ids of checks.</summary>
public sealed class CheckIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from id in OverlayValidator.CheckIds
        where id.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
        select new CompletionResult(id);
}
