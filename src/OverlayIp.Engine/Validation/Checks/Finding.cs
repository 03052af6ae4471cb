namespace OverlayIp.Engine.Validation.Checks;

/// <summary>What a check found about one subject.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Status">Whether the condition holds.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Remedy">What mends it, or null.</param>
/// <param name="Concerns">What suffers, when it is not what the check usually is about.</param>
internal sealed record Finding(string Subject, OverlayCheckStatus Status, string Evidence, string? Remedy = null, OverlayCheckConcern? Concerns = null)
{
    public static Finding Pass(string subject, string evidence) => new(subject, OverlayCheckStatus.Pass, evidence);

    public static Finding Skipped(string subject, string reason) => new(subject, OverlayCheckStatus.Skipped, reason);
}
