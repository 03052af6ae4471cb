namespace OverlayIp.Engine.Validation;

/// <summary>What was found about overlay addresses.</summary>
/// <param name="Checks">The checks, destination by destination.</param>
/// <param name="Routes">The routes that were tested, for whoever goes on with them.</param>
public sealed record ValidationReport(IReadOnlyList<OverlayCheck> Checks, IReadOnlyList<OverlayRoute> Routes)
{
    /// <summary>True when every check has passed. What tests nothing, because no wanted check applies, has not shown that anything holds.</summary>
    public bool Passed => Checks.Count > 0 && Checks.All(c => c.Passed);
}
