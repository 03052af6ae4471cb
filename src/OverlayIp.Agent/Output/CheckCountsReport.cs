namespace OverlayIp.Agent.Output;

/// <summary>How many checks have which status.</summary>
/// <param name="Pass">The condition holds.</param>
/// <param name="Warn">It holds, but deserves a look.</param>
/// <param name="Fail">It does not hold.</param>
/// <param name="Skipped">It was not tested; whether it should have been, <see cref="CheckLineReport.Passed"/> says.</param>
internal sealed record CheckCountsReport(int Pass, int Warn, int Fail, int Skipped)
{
    public static CheckCountsReport Of(IReadOnlyList<OverlayCheck> checks)
    {
        int Count(OverlayCheckStatus status) => checks.Count(c => c.Status == status);
        return new CheckCountsReport(Count(OverlayCheckStatus.Pass), Count(OverlayCheckStatus.Warn), Count(OverlayCheckStatus.Fail), Count(OverlayCheckStatus.Skipped));
    }
}
