using System.Collections.Concurrent;

namespace OverlayIp.Lab.Faults;

/// <summary>A bucket of tokens for each action, full at first and refilled continuously.</summary>
internal sealed class TokenBuckets(TimeProvider clock)
{
    // https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: non-mutating actions that are filtered or
    // paginated, and mutating actions that are not resource-intensive.
    private static readonly OverlayLabTokenBucket Describes = new(100, 20);
    private static readonly OverlayLabTokenBucket Mutations = new(50, 5);

    private readonly ConcurrentDictionary<string, Level> _levels = new(StringComparer.Ordinal);

    /// <summary>Takes a token for the action. False when there is none: the call is over the limit.</summary>
    public bool TryTake(string action, OverlayLabFault fault)
    {
        if (SizeFor(action, fault) is not { } size)
        {
            return true;
        }

        var now = clock.GetTimestamp();
        var level = _levels.GetOrAdd(action, static (_, start) => new Level(start.size.Capacity, start.now), (size, now));
        lock (level)
        {
            var elapsed = clock.GetElapsedTime(level.RefilledAt, now).TotalSeconds;
            level.Tokens = Math.Min(size.Capacity, level.Tokens + (Math.Max(elapsed, 0) * size.RefillPerSecond));
            level.RefilledAt = now;
            if (level.Tokens < 1)
            {
                return false;
            }

            level.Tokens--;
            return true;
        }
    }

    private static OverlayLabTokenBucket? SizeFor(string action, OverlayLabFault fault)
    {
        if (fault.Throttles.TryGetValue(action, out var own) || fault.Throttles.TryGetValue("*", out own))
        {
            return own;
        }

        return !fault.Throttling || !FaultPlan.Concerns(fault, action) ? null : IsMutating(action) ? Mutations : Describes;
    }

    private static bool IsMutating(string action) =>
        !action.StartsWith("Describe", StringComparison.Ordinal)
        && !action.StartsWith("Get", StringComparison.Ordinal)
        && !action.StartsWith("Search", StringComparison.Ordinal);

    private sealed class Level(double tokens, long refilledAt)
    {
        public double Tokens { get; set; } = tokens;

        public long RefilledAt { get; set; } = refilledAt;
    }
}
