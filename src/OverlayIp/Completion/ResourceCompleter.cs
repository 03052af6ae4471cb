using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Inventory;
using OverlayIp.Session;

namespace OverlayIp.Completion;

/// <summary>
/// The root of the Tab completers for EC2 resources: asks the same endpoint as the command would, matches ids and Name
/// tags, and stays silent when EC2 cannot be asked, because a prompt is no place for errors.
/// </summary>
public abstract class ResourceCompleter : IArgumentCompleter
{
    // A person at the prompt does not wait longer than this for a list.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        foreach (var resource in List(fakeBoundParameters).OrderBy(r => r.Name is null).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Id, StringComparer.Ordinal))
        {
            if (resource.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                || resource.Name?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) == true)
            {
                var label = resource.Name is null ? resource.Id : $"{resource.Id} ({resource.Name})";
                var tip = resource.Detail.Length == 0 ? label : $"{label}: {resource.Detail}";
                yield return new CompletionResult(resource.Id, label, CompletionResultType.ParameterValue, tip);
            }
        }
    }

    private protected abstract Task<IReadOnlyList<NamedResource>> ListAsync(ResourceCatalog catalog, CancellationToken cancellationToken);

    private IReadOnlyList<NamedResource> List(IDictionary bound)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var settings = ConnectionDefaults.Resolve(
                new ConnectionSettings
                {
                    Region = Text(bound, "Region"),
                    ProfileName = Text(bound, "ProfileName"),
                    RoleArn = Text(bound, "RoleArn"),
                    EndpointUrl = Text(bound, "EndpointUrl"),
                },
                SessionVariable);
            return Task.Run(
                async () =>
                {
                    var connection = await OverlaySession.Connections.GetAsync(settings, patience.Token);
                    return await ListAsync(new ResourceCatalog(connection), patience.Token);
                },
                patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OverlayIpException or OperationCanceledException || AwsErrors.IsCallFailure(e, CancellationToken.None))
        {
            return [];
        }
    }

    private static string? Text(IDictionary bound, string name) => bound[name]?.ToString() is { Length: > 0 } text ? text : null;

    private static object? SessionVariable(string name)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Get-Variable").AddParameter("Name", name).AddParameter("ValueOnly").AddParameter("Scope", "Global")
            .AddParameter("ErrorAction", "Ignore").Invoke() is [var value, ..] ? value : null;
    }
}
