namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>
/// Linux: finds out which network stack manages an interface and writes a small, marked piece of configuration of its own
/// for it. What somebody else wrote is read, never changed.
/// </summary>
public sealed class LinuxAddressPersistence : IAddressPersistence
{
    private const string SelinuxState = "/sys/fs/selinux/enforce";

    // In the order of who is asked first. netplan only feeds others, so it goes before them; a unit is the last resort.
    private static readonly IAddressStack[] Stacks =
    [
        new NetplanStack(), new NetworkManagerStack(), new AmazonLinuxStack(), new NetworkdStack(),
        new IfcfgRhelStack(), new WickedStack(), new IfupdownStack(), new SystemdUnitStack(),
    ];

    private readonly SystemView _view;
    private readonly IProcessRunner _runner;
    private readonly AtomicFileWriter _writer;

    private LinuxAddressPersistence(string root, bool isOffline, IProcessRunner runner, IFileOperations operations)
    {
        var tree = new RootedTree(root);
        _view = new SystemView(tree, isOffline);
        _runner = runner;
        _writer = new AtomicFileWriter(tree, operations);
    }

    /// <inheritdoc/>
    public bool IsOffline => _view.IsOffline;

    /// <summary>For the running system.</summary>
    /// <param name="runner">Runs what tells a network stack of its files.</param>
    /// <param name="root">Where the system's files are: <c>/</c>.</param>
    public static LinuxAddressPersistence ForRunningSystem(IProcessRunner runner, string root = "/") =>
        new(root, isOffline: false, runner, new FileOperations(runner));

    /// <summary>For an image, whose files alone are read and changed.</summary>
    /// <param name="root">Its root directory.</param>
    /// <param name="runner">Runs <c>chown</c> on changed files of somebody else.</param>
    /// <exception cref="OverlayIpException"><c>AddressRootNotFound</c>.</exception>
    public static LinuxAddressPersistence ForImage(string root, IProcessRunner runner) =>
        Directory.Exists(root) ? new(root, isOffline: true, runner, new FileOperations(runner)) : throw PersistenceErrors.RootNotFound(root);

    internal static LinuxAddressPersistence For(string root, bool isOffline, IProcessRunner runner, IFileOperations operations) => new(root, isOffline, runner, operations);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersistedAddress>> FindAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<PersistedAddress>>(Find(_view.Readable()));
    }

    /// <summary>Which stack manages an interface, or null when none does and there is no systemd either.</summary>
    /// <param name="interfaceName">The interface.</param>
    public OverlayAddressStack? Detect(string interfaceName) => Detect(_view, interfaceName)?.Stack.Kind;

    /// <inheritdoc/>
    public Task<PersistencePlan> PlanAddAsync(PersistRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var known = Find(_view).Where(entry => entry.Address == request.Address).ToList();
        var elsewhere = known.Find(entry => entry.InterfaceName != request.InterfaceName && (entry.IsOwned || entry.IsEffective));
        if (elsewhere is not null && !request.Force)
            throw PersistenceErrors.ConfiguredElsewhere(request, elsewhere);

        var here = known.Where(entry => entry.InterfaceName == request.InterfaceName).ToList();
        var existing = here.Find(entry => entry.IsEffective && (request.Stack is null || request.Stack == entry.Stack));
        if (existing is not null && request.Label is not null && existing.Label != request.Label)
            throw PersistenceErrors.OtherLabel(request, existing);

        var (plan, holder) = existing is not null ? (Present(request, existing), existing.File) : Add(request);

        // What was written for a stack that no longer manages the interface, or under another name, has moved.
        var stale = here.Where(entry => entry.IsOwned && !entry.IsEffective && entry.File != holder)
            .SelectMany(entry => StackOf(entry).PlanRemove(_view, entry).Files).ToList();
        if (stale.Count > 0)
            plan = plan with { Files = [.. plan.Files, .. stale] };

        return Task.FromResult(WithClusterWarning(plan));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersistencePlan>> PlanRemoveAsync(CidrBlock address, string? interfaceName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var known = Find(_view).Where(entry => entry.Address == address && (interfaceName is null || entry.InterfaceName == interfaceName)).ToList();
        return Task.FromResult<IReadOnlyList<PersistencePlan>>([.. known.Where(entry => entry.IsOwned || entry.IsEffective).Select(Remove)]);
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(PersistencePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        foreach (var file in plan.Files)
        {
            await _writer.ApplyAsync(file, cancellationToken);
            await RestoreContextAsync(file, cancellationToken);
        }

        if (IsOffline)
            return;

        foreach (var command in plan.Commands)
        {
            var problem = await RunAsync(command.Command, cancellationToken);
            if (problem is null)
                continue;

            if (command.IsRequired && problem.IsRefusal)
            {
                await PutBackAsync(plan, cancellationToken);
                throw PersistenceErrors.Rejected(plan, command.Command, problem.Text);
            }

            observer.Warning($"The files are written, but '{command.Command}' failed: {problem.Text.TrimEnd('.')}. They are read at the next boot.");
        }
    }

    private static PersistencePlan Present(PersistRequest request, PersistedAddress existing) => new()
    {
        Kind = AddressPlanKind.Add,
        Address = request.Address,
        InterfaceName = request.InterfaceName,
        Stack = existing.Stack,
        Label = existing.Label,
        Existing = existing,
    };

    private (PersistencePlan Plan, string Holder) Add(PersistRequest request)
    {
        if (request.Stack is { } wanted)
        {
            var forced = Array.Find(Stacks, stack => stack.Kind == wanted)
                ?? throw PersistenceErrors.StackNotUsable(request, wanted, "that is for Windows only");
            var place = forced.Locate(_view, request.InterfaceName, byFiles: true)
                ?? throw PersistenceErrors.StackNotUsable(request, wanted, $"it has no configuration of {request.InterfaceName} {(IsOffline ? "in this image" : "on this machine")}");
            var plan = forced.PlanAdd(_view, request, place);
            if (plan.Obstacle is not null)
                throw PersistenceErrors.StackNotUsable(request, wanted, plan.Obstacle);

            return Describe(request, wanted, plan with { Warnings = [.. plan.Warnings, .. Doubts(request, forced, place)] });
        }

        var (detected, target) = Detect(_view, request.InterfaceName) ?? throw PersistenceErrors.StackNotFound(request.InterfaceName, IsOffline);
        var first = target.SharedBecause is null ? detected.PlanAdd(_view, request, target) : StackPlan.Impossible(target.SharedBecause);
        if (first.Obstacle is null)
            return Describe(request, detected.Kind, first);

        // Better a unit than nothing; but the user is told why it is not the interface's own stack.
        var unit = Array.Find(Stacks, stack => stack.Kind == OverlayAddressStack.SystemdUnit)!;
        if (unit == detected || unit.Locate(_view, request.InterfaceName, byFiles: false) is not { } unitTarget)
            throw PersistenceErrors.StackNotUsable(request, detected.Kind, first.Obstacle);

        var last = unit.PlanAdd(_view, request, unitTarget);
        var warning = $"{detected.Kind} manages {request.InterfaceName}, but {first.Obstacle}. A systemd unit adds {request.Address.Address} after each boot instead; restart it when {detected.Kind} has set the interface up anew in between.";
        return Describe(request, unit.Kind, last with { Warnings = [warning, .. last.Warnings] });
    }

    // The user insists on a stack: that is done, but not without saying what would have decided otherwise.
    private IEnumerable<string> Doubts(PersistRequest request, IAddressStack forced, StackTarget place)
    {
        if (place.SharedBecause is not null)
            yield return $"The address is not {request.InterfaceName}'s alone: {place.SharedBecause}.";

        if (forced.Kind != OverlayAddressStack.SystemdUnit && Detect(request.InterfaceName) is { } manager && manager != forced.Kind)
            yield return $"{manager} manages {request.InterfaceName}, not {forced.Kind}: {request.Address.Address} is there after a boot only if that changes.";
    }

    private static (PersistencePlan Plan, string Holder) Describe(PersistRequest request, OverlayAddressStack stack, StackPlan plan) => (new()
    {
        Kind = AddressPlanKind.Add,
        Address = request.Address,
        InterfaceName = request.InterfaceName,
        Stack = stack,
        Label = plan.Label,
        Files = plan.Files,
        Commands = plan.Commands,
        Warnings = plan.Warnings,
    }, plan.Holder);

    private PersistencePlan Remove(PersistedAddress entry)
    {
        var plan = new PersistencePlan
        {
            Kind = AddressPlanKind.Remove,
            Address = entry.Address,
            InterfaceName = entry.InterfaceName,
            Stack = entry.Stack,
            Label = entry.Label,
            Existing = entry,
        };
        if (!entry.IsOwned)
            return plan with { Warnings = [$"{entry.File} has {entry.Address.Address} on {entry.InterfaceName} too, and OverlayIp did not write it: it stays, and the address is back after the next boot."] };

        var taken = StackOf(entry).PlanRemove(_view, entry);
        return plan with { Files = taken.Files, Commands = taken.Commands };
    }

    private PersistencePlan WithClusterWarning(PersistencePlan plan) =>
        ClusterOwnership.Find(_view.Tree, plan.Address) is { } owner
            ? plan with { Warnings = [.. plan.Warnings, $"{owner} moves {plan.Address.Address} between nodes. If every boot brings it up here as well, two nodes can have it at once: leave it to the cluster manager."] }
            : plan;

    private static List<PersistedAddress> Find(SystemView view)
    {
        var detected = new Dictionary<string, (IAddressStack Stack, StackTarget Target)?>(StringComparer.Ordinal);
        var found = new List<PersistedAddress>();
        foreach (var entry in Stacks.SelectMany(stack => stack.Find(view)))
        {
            if (!detected.TryGetValue(entry.InterfaceName, out var manager))
                detected[entry.InterfaceName] = manager = Detect(view, entry.InterfaceName);

            var target = manager is { } known && known.Stack.Kind == entry.Stack ? known.Target : null;
            found.Add(entry with { IsEffective = StackOf(entry).IsRead(view, entry, target) });
        }

        return found;
    }

    private static (IAddressStack Stack, StackTarget Target)? Detect(SystemView view, string interfaceName)
    {
        foreach (var stack in Stacks)
        {
            if (stack.Locate(view, interfaceName, byFiles: view.IsOffline) is { } target)
                return (stack, target);
        }

        return null;
    }

    private static IAddressStack StackOf(PersistedAddress entry) => Array.Find(Stacks, stack => stack.Kind == entry.Stack)!;

    // A new file has the context of its directory; the policy may want another one for its name: restorecon(8).
    private async Task RestoreContextAsync(FileChange file, CancellationToken cancellationToken)
    {
        if (!IsOffline && !file.IsDeletion && _view.Tree.Exists(SelinuxState))
            await RunAsync(new ProcessCommand("restorecon", [_view.Tree.ResolveParent(file.Path)]), cancellationToken);
    }

    private async Task PutBackAsync(PersistencePlan plan, CancellationToken cancellationToken)
    {
        foreach (var file in plan.Files.Reverse())
            await _writer.ApplyAsync(file with { Before = file.After, After = file.Before }, cancellationToken);
    }

    private async Task<CommandProblem?> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _runner.RunAsync(command, cancellationToken);
            return result.ExitCode == 0 ? null : new CommandProblem($"{result.Error.Trim()} {result.Output.Trim()}".Trim(), IsRefusal: true);
        }
        catch (Exception error) when (error is FileNotFoundException or TimeoutException or InvalidDataException)
        {
            return new CommandProblem(error.Message, IsRefusal: false);
        }
    }

    private sealed record CommandProblem(string Text, bool IsRefusal);
}
