using System.Diagnostics.CodeAnalysis;

namespace OverlayIp.Agent.Demo;

/// <summary>The demonstration's own check of what it shows.</summary>
internal static class Demand
{
    /// <summary>Fails the step when what was read back is not so.</summary>
    /// <exception cref="OverlayIpException"><c>DemoStepFailed</c>.</exception>
    public static void That([DoesNotReturnIf(false)] bool isSo, string otherwise)
    {
        if (!isSo)
            throw new OverlayIpException("DemoStepFailed", OverlayErrorKind.Unspecified, otherwise);
    }
}
