namespace OverlayIp.Benchmarks.WarmSwitch;

/// <summary>How many calls of a list followed one another.</summary>
internal static class CallChain
{
    /// <summary>
    /// The length of the longest chain of calls of which each began after the one before had ended. A call that depends on
    /// another's answer cannot begin earlier, so this is never less than the round trips that were waited for; it can be more
    /// where an independent call happened to be sent late.
    /// </summary>
    public static int LongestOf(IEnumerable<OverlayLabCall> calls)
    {
        // The greedy choice by earliest end is optimal for intervals.
        var length = 0;
        var end = DateTimeOffset.MinValue;
        foreach (var call in calls.OrderBy(c => c.Timestamp + c.Elapsed))
        {
            if (call.Timestamp >= end)
            {
                length++;
                end = call.Timestamp + call.Elapsed;
            }
        }

        return length;
    }
}
