using System.Collections.Concurrent;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// Runs asynchronous code on one thread and lets the clock go on only when nothing else can run, so that a test has one
/// possible course and no wall-clock time in it.
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
                    throw new InvalidOperationException("Nothing can run and no timer is armed: the code under test waits for ever.");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Loop : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _ready = new();

        public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

        public bool TryRunOne()
        {
            if (!_ready.TryDequeue(out var next))
            {
                return false;
            }

            next.Callback(next.State);
            return true;
        }
    }
}
