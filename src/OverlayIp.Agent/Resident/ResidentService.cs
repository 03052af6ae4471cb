using System.Runtime.InteropServices;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Commands;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>The agent as a service: what it listens to, and how it begins, reloads and ends.</summary>
/// <param name="read">Reads the configuration, at the start and at every SIGHUP.</param>
/// <param name="options">What it listens to.</param>
/// <param name="log">Its log.</param>
internal sealed class ResidentService(Func<LoadedConfiguration> read, ResidentOptions options, JournalLog log) : IDisposable
{
    private readonly ResidentMetrics _metrics = new(TimeProvider.System);
    private readonly SemaphoreSlim _hangup = new(0, 1);
    private volatile Generation? _now;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var manager = new ServiceManager(Environment.GetEnvironmentVariable);
        _now = Generation.Prepare(read(), null, _metrics, log);
        try
        {
            await using var control = ControlServer.Start(
                ControlSocket.Directories(_now.Loaded.Configuration), Refuse, (request, stop) => ControlDesk.CarryOutAsync(request, _now.Failover, stop));
            await using var file = options.MetricsFile is { } path ? new MetricsFile(path, _metrics, log) : null;
            await using var endpoint = options.MetricsPort is { } port ? new MetricsEndpoint(port, _metrics) : null;
            using var fifo = options.Fifo is { } name ? new NotifyFifo(Path.GetFullPath(name), line => _now.Failover.Hear(line), Complain) : null;
            using var hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp);
            log.Write(new ResidentEvent(ResidentLevel.Notice, "start", $"overlayip {VersionAction.Version} takes care of {_now.Description}{(options.Fifo is { } heard ? $", and listens to {heard}" : "")}."));
            _now.Failover.Start();
            manager.Ready(_now.Description);
            await LastAsync(manager, cancellationToken);
            manager.Stopping();
            log.Write(new ResidentEvent(ResidentLevel.Notice, "stop", "Stopped. Addresses and routes stay as they are."));
        }
        finally
        {
            await _now.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hangup.Dispose();

    private async Task LastAsync(ServiceManager manager, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Beats come from the pool that all of the work needs: an agent whose threads are all stuck does not beat.
                if (await _hangup.WaitAsync(manager.WatchdogInterval ?? Timeout.InfiniteTimeSpan, cancellationToken))
                    await ReloadAsync(manager);

                manager.Beat();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task ReloadAsync(ServiceManager manager)
    {
        manager.Reloading();
        var before = _now!;
        try
        {
            // What is heard from here on waits in the new one until the old one has stopped.
            _now = Generation.Prepare(read(), before.Failover, _metrics, log);
            await before.DisposeAsync();
            _now.Failover.Start();
            log.Write(new ResidentEvent(ResidentLevel.Notice, "reload", $"The configuration was read again: {_now.Description}."));
        }
        catch (OverlayIpException e)
        {
            log.Write(new ResidentEvent(ResidentLevel.Error, "reload", $"The configuration cannot be used, the last one stays: {e.Message}") { ErrorId = e.ErrorId });
        }

        manager.Ready(_now!.Description);
    }

    private void HangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            _hangup.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It has been said already, or this is the end.
        }
    }

    private void Complain(OverlayIpException e) => log.Write(new ResidentEvent(ResidentLevel.Warning, "fifo", e.Message) { ErrorId = e.ErrorId });

    private string? Refuse(ControlRequest request)
    {
        var (configuration, hash) = _now!.Loaded;
        if (request.Configuration != hash)
            return "The agent has another configuration; reload it.";

        if (request.Command is not ("takeover" or "release" or "notify" or "status") || (request.Command == "notify" && VrrpEvent.Parse(request.Event) is null)
            || request.TimeoutSeconds is not (> 0 and <= 3600))
        {
            return "This is no request.";
        }

        // What a command does with a destination that the configuration does not have is not the agent's.
        var named = request.Destinations.Select(text => configuration.RouteSets.FirstOrDefault(s => s.Destination.ToString() == text)).ToList();
        return named.Contains(null) || (request.Command == "release" && named.Exists(s => s!.Address is null))
            ? "The agent does not manage all that was named."
            : null;
    }

    /// <summary>What lives from one reading of the configuration to the next.</summary>
    private sealed class Generation : IAsyncDisposable
    {
        private readonly NodeSession _session;

        private Generation(LoadedConfiguration loaded, NodeSession session, ResidentFailover failover) => (Loaded, _session, Failover) = (loaded, session, failover);

        public LoadedConfiguration Loaded { get; }

        public ResidentFailover Failover { get; }

        public string Description => string.Join(", ", Loaded.Configuration.RouteSets.Select(s => s.VrrpInstance is { } name ? $"{s.Destination} ({name})" : s.Destination.ToString()));

        public static Generation Prepare(LoadedConfiguration loaded, ResidentFailover? before, ResidentMetrics metrics, JournalLog log)
        {
            var session = new NodeSession(loaded.Configuration);
            var failover = new ResidentFailover(loaded.Configuration, session.Warm(), log, metrics, TimeProvider.System);
            if (before is not null)
                failover.Inherit(before);

            return new Generation(loaded, session, failover);
        }

        public async ValueTask DisposeAsync()
        {
            await Failover.DisposeAsync();
            _session.Dispose();
        }
    }
}
