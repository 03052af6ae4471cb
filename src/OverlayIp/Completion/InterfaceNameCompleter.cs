using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net.NetworkInformation;

namespace OverlayIp.Completion;

/// <summary>Completes the names of this machine's network interfaces.</summary>
public sealed class InterfaceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        foreach (var adapter in NetworkInterface.GetAllNetworkInterfaces().Where(a => a.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
        {
            var text = adapter.Name.Contains(' ', StringComparison.Ordinal) ? $"'{adapter.Name}'" : adapter.Name;
            yield return new CompletionResult(text, adapter.Name, CompletionResultType.ParameterValue, $"{adapter.Name}: {adapter.NetworkInterfaceType}, {adapter.OperationalStatus}");
        }
    }
}
