using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OverlayIp.Session;

namespace OverlayIp.Completion;

/// <summary>Completes the names of running labs.</summary>
public sealed class LabNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from lab in OverlaySession.Labs.All.Select(l => l.Describe())
        where lab.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        select new CompletionResult(lab.Name, lab.Name, CompletionResultType.ParameterValue, lab.EndpointUrl);
}
