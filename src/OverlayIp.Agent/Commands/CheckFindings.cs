namespace OverlayIp.Agent.Commands;

/// <summary>What came of a check.</summary>
/// <param name="Checks">The checks.</param>
/// <param name="Errors">Why route sets could not be tested at all.</param>
internal sealed record CheckFindings(IReadOnlyList<OverlayCheck> Checks, IReadOnlyList<OverlayIpException> Errors)
{
    /// <summary>True when a condition does not hold.</summary>
    public bool HasFailed => Checks.Any(c => c.Status == OverlayCheckStatus.Fail);

    /// <summary>What would have been tested but for a missing permission.</summary>
    public IEnumerable<OverlayCheck> Untested => Checks.Where(c => c is { Status: OverlayCheckStatus.Skipped, Passed: false });

    /// <summary>True when nothing was tested: no check was made, or all were skipped because they are none here.</summary>
    public bool IsEmpty => Checks.All(c => c is { Status: OverlayCheckStatus.Skipped, Passed: true });

    /// <summary>True when something was tested and all of it holds.</summary>
    public bool Passed => Errors.Count == 0 && !IsEmpty && Checks.All(c => c.Passed);
}
