namespace OverlayIp.Agent.Demo;

/// <summary>What every view says alike.</summary>
internal static class DemoWords
{
    public const string Title = "OverlayIp: an overlay IP address survives the loss of its node";

    public const string Subtitle = "A VPC on this machine, two nodes, one address outside the VPC. No AWS account, and nothing leaves this machine.";

    public const string Failure = "The demonstration failed: the step above did not do what it says.";

    public static string Success(DemoReport report)
    {
        var skipped = report.Steps.Count(s => s.Outcome == "skipped");
        return skipped == 0
            ? $"All {report.Steps.Count} steps did what they say, and were read back. Nothing is left behind."
            : $"{report.Steps.Count - skipped} of {report.Steps.Count} steps did what they say, and were read back; {skipped} skipped, see why above. Nothing is left behind.";
    }
}
