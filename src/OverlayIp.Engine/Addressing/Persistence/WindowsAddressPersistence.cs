using System.Globalization;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>Windows: the persistent store of <c>netsh</c>. What it holds is not marked: every address there of host length counts as an overlay address.</summary>
/// <param name="runner">Runs <c>netsh</c> and <c>reg</c>.</param>
/// <param name="isElevated">Whether this process runs as an administrator.</param>
public sealed class WindowsAddressPersistence(IProcessRunner runner, Func<bool> isElevated) : IAddressPersistence
{
    private const string StoreArgument = "store=" + NetshCommands.Persistent;

    /// <inheritdoc/>
    public bool IsOffline => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PersistedAddress>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<PersistedAddress>();
        foreach (var family in (AddressFamily[])[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            var result = await RunAsync(NetshCommands.Show(family, StoreArgument), cancellationToken);
            found.AddRange(NetshOutput.Holders(result.Output).Select(entry =>
                new PersistedAddress(entry.Address, entry.Address.PrefixLength, entry.InterfaceName, OverlayAddressStack.Windows, "") { IsOwned = true, IsEffective = true }));
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<PersistencePlan> PlanAddAsync(PersistRequest request, CancellationToken cancellationToken)
    {
        if (request.Stack is { } stack && stack != OverlayAddressStack.Windows)
            throw PersistenceErrors.StackNotUsable(request, stack, "this is Windows");

        var known = (await FindAsync(cancellationToken)).Where(entry => entry.Address == request.Address).ToList();
        var existing = known.Find(entry => entry.InterfaceName == request.InterfaceName);
        if (existing is null && known.Count > 0 && !request.Force)
            throw PersistenceErrors.ConfiguredElsewhere(request, known[0]);

        var plan = new PersistencePlan
        {
            Kind = AddressPlanKind.Add,
            Address = request.Address,
            InterfaceName = request.InterfaceName,
            Stack = OverlayAddressStack.Windows,
            Existing = existing,
        };
        return existing is not null ? plan : plan with
        {
            Commands = [new(NetshCommands.Add(request.Address, request.InterfaceName, request.SkipAsSource, NetshCommands.Persistent), IsRequired: true)],
            Warnings = await ClusterWarningAsync(request.Address, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PersistencePlan>> PlanRemoveAsync(CidrBlock address, string? interfaceName, CancellationToken cancellationToken) =>
    [
        .. from entry in await FindAsync(cancellationToken)
           where entry.Address == address && (interfaceName is null || entry.InterfaceName == interfaceName)
           select new PersistencePlan
           {
               Kind = AddressPlanKind.Remove,
               Address = address,
               InterfaceName = entry.InterfaceName,
               Stack = OverlayAddressStack.Windows,
               Existing = entry,
               Commands = [new(NetshCommands.Delete(address, entry.InterfaceName, NetshCommands.Persistent), IsRequired: true)],
           },
    ];

    /// <inheritdoc/>
    public async Task ApplyAsync(PersistencePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        foreach (var command in plan.Commands)
        {
            // Adding to the running system has done it already, and netsh's messages are in the language of that Windows: so
            // what is asked is the store itself, before and after.
            if (await IsStoredAsync(plan, cancellationToken) == (plan.Kind == AddressPlanKind.Add))
                continue;

            if (!isElevated())
                throw PersistenceErrors.NotElevated(plan);

            var result = await RunAsync(command.Command, cancellationToken);
            if (await IsStoredAsync(plan, cancellationToken) != (plan.Kind == AddressPlanKind.Add))
            {
                var problem = $"{result.Output.Trim()} {result.Error.Trim()}".Trim();
                throw AddressErrors.ToolFailed(command.Command, problem.Length > 0 ? problem : string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, and the persistent store is as before."));
            }
        }
    }

    private async Task<bool> IsStoredAsync(PersistencePlan plan, CancellationToken cancellationToken) =>
        (await FindAsync(cancellationToken)).Any(entry => entry.Address == plan.Address && entry.InterfaceName == plan.InterfaceName);

    // Failover clustering keeps each IP address resource in the registry, under its parameter Address: reg query ends with 1
    // when nothing matches, and when there is no such key because the feature is not installed.
    private async Task<IReadOnlyList<string>> ClusterWarningAsync(CidrBlock address, CancellationToken cancellationToken)
    {
        var query = new ProcessCommand("reg", ["query", @"HKLM\Cluster\Resources", "/s", "/f", address.Address.ToString(), "/d", "/e"]);
        try
        {
            return (await runner.RunAsync(query, cancellationToken)).ExitCode == 0
                ? [$"Windows failover clustering moves {address.Address} between nodes. If every boot brings it up here as well, two nodes can have it at once: leave it to the cluster."]
                : [];
        }
        catch (Exception error) when (error is FileNotFoundException or TimeoutException or InvalidDataException)
        {
            return [];
        }
    }

    private async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(command, cancellationToken);
        }
        catch (FileNotFoundException error)
        {
            throw AddressErrors.ToolMissing(NetshCommands.Program, "It is part of Windows, in System32. Nano Server lacks it.", error);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException)
        {
            throw AddressErrors.ToolFailed(command, error.Message, error);
        }
    }
}
