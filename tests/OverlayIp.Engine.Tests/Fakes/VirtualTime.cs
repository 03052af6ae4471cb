namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// Runs asynchronous code on one thread and lets the clock go on only when nothing else can run, so that a test has one
/// possible course and no wall-clock time in it. What another thread has a hand in, such as <c>CancelAsync</c> or a semaphore
/// that is waited for with a token, would come before or after the next timer as it happens: that fails every run, not one in a thousand.
/// </summary>
internal static class VirtualTime
{
    public static void Run(VirtualClock clock, Func<Task> work) =>
        Run(clock, async () =>
        {
            await work();
            return true;
        });

    public static T Run<T>(VirtualClock clock, Func<Task<T>> work)
    {
        var before = SynchronizationContext.Current;
        var loop = new Loop();
        SynchronizationContext.SetSynchronizationContext(loop);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (!loop.TryRunOne() && !clock.AdvanceToNextTimer())
                {
                    throw new InvalidOperationException("Nothing can run and no timer is armed: the code under test waits for ever, or for another thread.");
                }
            }

            loop.DemandOneThread();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Loop : SynchronizationContext
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
        private volatile string? _intruder;

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                _intruder = Environment.StackTrace;
                return;
            }

            _ready.Enqueue((d, state));
        }

        public bool TryRunOne()
        {
            DemandOneThread();
            if (!_ready.TryDequeue(out var next))
            {
                return false;
            }

            next.Callback(next.State);
            return true;
        }

        public void DemandOneThread()
        {
            if (_intruder is { } intruder)
            {
                throw new InvalidOperationException($"Another thread goes on with the code under test, so its course is left to chance: {intruder}");
            }
        }
    }
}
