using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// Keeps the network what the lab's state says: on a thread of its own, which wakes when the state changes and when a
/// transition of an instance is due.
/// </summary>
internal sealed class LabNetwork : IAsyncDisposable
{
    private const int ProblemsKept = 100;

    private readonly object _gate = new();
    private readonly StateStore _store;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _delay;
    private readonly NetworkNames _names;
    private readonly LinuxNetwork _network;
    private readonly Action<LabState> _onApplied;
    private readonly Queue<(DateTimeOffset Due, LabState State, long Version)> _changes = new();
    private readonly List<(long Version, TaskCompletionSource Done)> _waiting = [];
    private readonly Queue<string> _problems = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LabState _state;
    private long _version;
    private long _applied = -1;
    private bool _isStopping;

    private LabNetwork(StateStore store, LabNetworkSetup setup)
    {
        _store = store;
        _clock = setup.Clock;
        _delay = setup.PropagationDelay;
        _names = setup.Names;
        _onApplied = setup.OnApplied;
        _network = new LinuxNetwork(setup.OpenServices);
        (_state, _version) = store.Follow(OnChange);
    }

    /// <summary>What could not be done, the latest last.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>Builds the network and waits until it stands.</summary>
    /// <exception cref="OverlayIpException"><c>LabNetworkNotPossible</c>: the kernel or the machine does not allow it; nothing is left.</exception>
    public static async Task<LabNetwork> StartAsync(StateStore store, LabNetworkSetup setup)
    {
        var network = new LabNetwork(store, setup);
        new Thread(network.Run) { IsBackground = true, Name = "overlayip network" }.Start();
        await network.AppliedAsync(network._version);
        if (network.Problems is [var first, ..])
        {
            await network.DisposeAsync();
            throw new OverlayIpException(
                "LabNetworkNotPossible",
                OverlayErrorKind.OperatingSystem,
                $"This machine does not let the lab build its network ({first.Split('\n')[0].TrimEnd()}): without -Network the lab is an EC2 endpoint only, with everything but packets and instance metadata.")
            {
                RecommendedAction = "Start it where network namespaces, veth and nftables with conntrack may be used, or leave the network out.",
                IsFatal = true,
            };
        }

        return network;
    }

    /// <summary>Completes when that version of the state is in force: at once where changes are to take their time.</summary>
    public Task AppliedAsync(long version)
    {
        lock (_gate)
        {
            if (_applied >= version || _isStopping || (_delay > TimeSpan.Zero && _applied >= 0))
            {
                return Task.CompletedTask;
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((version, waiting));
            return waiting.Task;
        }
    }

    /// <summary>Takes the network down: no process, namespace or interface of it remains.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private void OnChange(LabState state, long version)
    {
        lock (_gate)
        {
            _changes.Enqueue((_clock.GetUtcNow() + _delay, state, version));
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        LabState? last = null;
        while (Next(last) is { } state)
        {
            Apply(state);
            last = state;
            Complete();
        }

        _store.Unfollow();
        Record(_network.Remove());
        Complete();
        _ended.SetResult();
    }

    private void Apply(LabState state)
    {
        try
        {
            Record(_network.Apply(DesiredNetwork.Of(state, _names)));
            _onApplied(state);
        }
#pragma warning disable CA1031 // The one boundary of this thread: a bug in here must not take the whole process with it.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Record([$"The lab failed: {bug.GetType().Name}: {bug.Message}"]);
        }
    }

    // The state to bring about, once there is one that differs from the last; null to end.
    private LabState? Next(LabState? last)
    {
        lock (_gate)
        {
            while (!_isStopping)
            {
                var now = _clock.GetUtcNow();
                while (_changes.TryPeek(out var change) && change.Due <= now)
                {
                    (_, _state, _version) = _changes.Dequeue();
                }

                var settled = _state.Settle(now - _delay);
                if (!ReferenceEquals(settled, last))
                {
                    _state = settled;
                    return settled;
                }

                Complete();
                Wait(now, settled);
            }

            return null;
        }
    }

    private void Wait(DateTimeOffset now, LabState state)
    {
        DateTimeOffset? wake = _changes.TryPeek(out var change) ? change.Due : null;
        if (state.NextTransition is { } transition && (wake is null || transition + _delay < wake))
        {
            wake = transition + _delay;
        }

        if (wake is not { } at)
        {
            Monitor.Wait(_gate);
            return;
        }

        // Rounded up, or it would wake just before the time and turn round and round until it has come.
        Monitor.Wait(_gate, Math.Clamp((int)Math.Ceiling((at - now).TotalMilliseconds), 1, 60_000));
    }

    private void Record(IReadOnlyList<string> problems)
    {
        lock (_gate)
        {
            foreach (var problem in problems)
            {
                _problems.Enqueue(problem);
                if (_problems.Count > ProblemsKept)
                {
                    _problems.Dequeue();
                }
            }
        }
    }

    private void Complete()
    {
        lock (_gate)
        {
            _applied = _version;
            foreach (var (_, done) in _waiting.Where(waiting => waiting.Version <= _applied || _isStopping))
            {
                done.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.Done.Task.IsCompleted);
        }
    }
}

/// <summary>What a network is started with.</summary>
/// <param name="Names">What its parts are called.</param>
/// <param name="Clock">The lab's clock.</param>
/// <param name="PropagationDelay">How long a change takes until packets follow it.</param>
/// <param name="OpenServices">Opens what an instance is served with, in its namespace.</param>
/// <param name="OnApplied">Told each state that is in force.</param>
internal sealed record LabNetworkSetup(
    NetworkNames Names, TimeProvider Clock, TimeSpan PropagationDelay, Func<string, IAsyncDisposable> OpenServices, Action<LabState> OnApplied);
