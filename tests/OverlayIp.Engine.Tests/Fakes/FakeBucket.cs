namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>EC2's token bucket of one action, as its documentation describes it.</summary>
internal sealed class FakeBucket(double capacity, double refillPerSecond, TimeProvider time)
{
    private double _taken;
    private long _last = time.GetTimestamp();

    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _taken = Math.Max(0, _taken - (time.GetElapsedTime(_last, now).TotalSeconds * refillPerSecond));
        _last = now;
        if (_taken + 1 > capacity)
        {
            return false;
        }

        _taken++;
        return true;
    }
}
