namespace OverlayIp.Benchmarks.Measuring;

/// <summary>A figure that was promised, and what was measured.</summary>
/// <param name="What">The promise in words.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Limit">The bound.</param>
/// <param name="AtLeast">True when the figure must not be below the bound; false when not above.</param>
internal sealed record Goal(string What, double Measured, double Limit, bool AtLeast = false)
{
    public bool Met => AtLeast ? Measured >= Limit : Measured <= Limit;
}
