using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OverlayIp.Lab.Network;
using OverlayIp.Session;

namespace OverlayIp.Completion;

/// <summary>Completes the names of the instances of networked labs.</summary>
public sealed class LabNodeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var own = OverlaySession.Labs.All.Select(lab => lab.Network).OfType<NetworkedLab>().ToArray();
        return from node in (own.Length > 0 ? own : NetworkedLabs.Running()).SelectMany(lab => lab.Nodes)
               where node.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(node.Name, node.Name, CompletionResultType.ParameterValue, node.InstanceId);
    }
}
