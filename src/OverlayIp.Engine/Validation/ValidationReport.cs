namespace OverlayIp.Engine.Validation;

/// <summary>What was found about overlay addresses.</summary>
/// <param name="Checks">The checks, destination by destination.</param>
/// <param name="Routes">The routes that were tested, for whoever goes on with them.</param>
public sealed record ValidationReport(IReadOnlyList<OverlayCheck> Checks, IReadOnlyList<OverlayRoute> Routes);
