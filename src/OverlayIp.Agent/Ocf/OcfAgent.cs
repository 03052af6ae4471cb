using System.Diagnostics;
using System.Globalization;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.Ocf;

/// <summary>The resource agent: its actions, and how what the engine says becomes exit codes and lines of a cluster's log.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="results">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class OcfAgent(OcfSurroundings surroundings, TextWriter results, TextWriter error)
{
    private static readonly TimeSpan QuickPatience = TimeSpan.FromSeconds(5);

    private readonly OcfSettings _settings = new(surroundings.Variable);

    private readonly OcfOutput _output = new(
        results,
        error,
        surroundings.Variable("OCF_EXIT_REASON_PREFIX") is { Length: > 0 } prefix ? prefix : OcfOutput.UsualReasonPrefix,
        isDebug: surroundings.Variable("HA_debug") is not (null or "" or "0"));

    /// <summary>How it is called.</summary>
    public const string Usage = "usage: overlay-ip {start|stop|monitor|validate-all|meta-data|usage}; parameters come by OCF_RESKEY_… in the environment";

    /// <summary>Does an action.</summary>
    /// <param name="action">Its name.</param>
    /// <param name="cancellationToken">Cancelled by signals.</param>
    /// <returns>One of <see cref="OcfExitCode"/>.</returns>
    public async Task<int> RunAsync(string action, CancellationToken cancellationToken)
    {
        Func<CommandDeadline, Task<int>>? work = action switch
        {
            "start" => StartAsync,
            "stop" => StopAsync,
            "monitor" => MonitorAsync,
            "validate-all" => ValidateAsync,
            _ => null,
        };
        if (work is null)
            return Describe(action);

        if (!surroundings.IsRoot())
        {
            _output.Reason($"The action {action} needs root.");
            return OcfExitCode.Permission;
        }

        return await CommandDeadline.RunAsync(
            _settings.Timeout, _ => ReportLate(action), OcfExitCode.Generic, surroundings.Overtime,
            deadline => ReportAsync(action, () => work(deadline), cancellationToken), cancellationToken);
    }

    // Within the deadline: who writes to a pipe that nobody reads gets stuck.
    private async Task<int> ReportAsync(string action, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OverlayIpException e)
        {
            _output.Reason(e);
            return OcfExitCode.Of(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _output.Reason($"The action {action} was stopped by a signal.");
            return OcfExitCode.Generic;
        }
    }

    private void ReportLate(string action) => _output.Reason(string.Create(
        CultureInfo.InvariantCulture, $"The action {action} was not done within {_settings.Timeout.TotalSeconds:0.#} seconds. Give the operation a longer timeout."));

    private int Describe(string action)
    {
        switch (action)
        {
            case "meta-data":
                _output.Result(OcfMetaData.Write());
                return OcfExitCode.Success;
            case "usage" or "help":
                _output.Result(Usage);
                return OcfExitCode.Success;
            default:
                _output.Result(Usage);
                return OcfExitCode.Unimplemented;
        }
    }

    private async Task<int> StartAsync(CommandDeadline deadline)
    {
        surroundings.Prepare();
        if (!TryRead(_settings.ReadResource, out var resource))
            return OcfExitCode.Configured;

        if (_settings.HasOldName)
            _output.Warning("The parameter address is an old name: use ip.");

        var started = Stopwatch.GetTimestamp();

        // A start that fails bans the node, so it waits for instance metadata as it does for EC2.
        using var metadata = Metadata(_settings.Timeout * 0.9);
        using var held = await LockAsync(resource.Address, "takeover", deadline);
        var sets = await Control(metadata).StartAsync(resource, _settings.Timeout - Stopwatch.GetElapsedTime(started), _output, deadline.Token);
        var failures = sets.SelectMany(s => s.Failures).ToList();
        foreach (var report in sets.SelectMany(s => s.Execution?.Reports ?? []))
            Tell(resource, report);

        if (failures.Count == 0 && sets.All(s => s.Succeeded))
            return OcfExitCode.Success;

        foreach (var failure in failures.Skip(1))
            _output.Error(OcfOutput.Worded(failure));

        if (failures.Count > 0)
            _output.Reason(failures[0]);
        else
            _output.Reason("The start was stopped before its end.");

        return failures.Count > 0 ? OcfExitCode.Of(failures[0]) : OcfExitCode.Generic;
    }

    private async Task<int> StopAsync(CommandDeadline deadline)
    {
        // Whatever else is wrong: a node that cannot stop is fenced. What is no address cannot be on this machine.
        if (!TryRead(_settings.ReadAddress, out var address))
            return OcfExitCode.Success;

        using var held = await LockIfPossibleAsync(address, deadline);
        var removed = await Control(null).StopAsync(address, deadline.Token);
        if (removed.Count == 0)
            _output.Verbose($"{address} is not on this node.");

        foreach (var was in removed)
            _output.Info($"{address} was taken off {was.InterfaceName}. The routes stay as they are.");

        return OcfExitCode.Success;
    }

    private async Task<int> MonitorAsync(CommandDeadline deadline)
    {
        if (!TryRead(_settings.ReadResource, out var resource))
            return OcfExitCode.Configured;

        using var metadata = Metadata(_settings.Timeout / 2);
        TimeSpan? patience = _settings.IsProbe || _settings.MonitorsRoutes ? _settings.Timeout / 2 : null;
        var check = await Control(metadata).CheckAsync(resource, patience, deadline.Token);
        if (check.RoutesUnknown is { } unknown)
            _output.Warning($"The route tables could not be read, so only the local address was checked: {OcfOutput.Worded(unknown)}");

        if (check.IsRunning)
            return OcfExitCode.Success;

        // That a probe finds nothing is what it is for.
        Action<string> tell = _settings.IsProbe ? _output.Verbose : _output.Reason;
        tell(check.Address is null
            ? $"{resource.Address} is not on {resource.InterfaceName ?? "this node"}."
            : string.Join(" ", check.Routes.Where(r => !r.IsHere).Select(r => $"{r.RouteTableId} {Target(resource, r)}.")));
        return OcfExitCode.NotRunning;
    }

    private async Task<int> ValidateAsync(CommandDeadline deadline)
    {
        if (!TryRead(_settings.ReadResource, out var resource))
            return OcfExitCode.Configured;

        // Whether there is an ip(8), and an instance.
        using var metadata = Metadata(QuickPatience);
        await Control(metadata).CheckAsync(resource, null, deadline.Token);
        await Locator(metadata).LocateAsync(resource.InterfaceName, deadline.Token);
        return OcfExitCode.Success;
    }

    private void Tell(ClusterResource resource, RouteStepReport report)
    {
        if (report.Outcome == RouteChangeOutcome.Replaced)
            _output.Info($"{resource.Address} in {report.Step.Display} points to this node now; before, it did to {report.Step.PreviousRoute?.InstanceId ?? report.Step.Previous?.Id}.");
    }

    private static string Target(ClusterResource resource, ClusterRouteCheck check) => check.Route switch
    {
        null => $"has no route to {resource.Address} that an instance is the target of",
        { State: RouteState.Blackhole } => $"sends {resource.Address} nowhere: the route is a blackhole",
        var route => $"sends {resource.Address} to {route.InstanceId ?? "another account's instance"} ({route.NetworkInterfaceId})",
    };

    private bool TryRead<T>(Func<T> read, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = read();
            return true;
        }
        catch (OverlayIpException e)
        {
            _output.Reason(e.ErrorId == "ParameterInvalid" ? e.Message : OcfOutput.Worded(e));
            value = null;
            return false;
        }
    }

    // A stop goes on without: it removes what should not be there in any case.
    private async Task<DestinationLock?> LockIfPossibleAsync(CidrBlock address, CommandDeadline deadline)
    {
        try
        {
            return await LockAsync(address, "release", deadline);
        }
        catch (OverlayIpException e) when (e.ErrorId is "LockUnavailable" or "Superseded")
        {
            _output.Warning(OcfOutput.Worded(e));
            return null;
        }
    }

    private async Task<DestinationLock> LockAsync(CidrBlock address, string action, CommandDeadline deadline)
    {
        using var process = Process.GetCurrentProcess();
        return await DestinationLock.AcquireAsync(
            surroundings.LockDirectory is { } directory ? [directory] : DestinationLock.DefaultDirectories(),
            [RouteDestination.Parse(address.ToString())],
            new FailoverWish(action, process.StartTime.ToUniversalTime()),
            _output,
            deadline.Token);
    }

    private ClusterResourceControl Control(InstanceMetadataClient? metadata) =>
        new(Locator(metadata), surroundings.Connect, surroundings.Addresses(), TimeProvider.System);

    private INodeLocator Locator(InstanceMetadataClient? metadata) =>
        metadata is null ? new NamedNodeLocator(new NodeIdentity()) : new MetadataNodeLocator(metadata, surroundings.MacOf);

    private InstanceMetadataClient Metadata(TimeSpan longest)
    {
        var patience = _settings.MetadataPatience is { } given && given < longest ? given : longest;
        return new InstanceMetadataClient(InstanceMetadataOptions.FromEnvironment(surroundings.Variable) with { Patience = patience }, TimeProvider.System);
    }
}
