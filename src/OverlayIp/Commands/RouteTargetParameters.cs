namespace OverlayIp.Commands;

/// <summary>Which of <c>-InstanceId</c> and <c>-NetworkInterfaceId</c> names the target, where each may be typed or come from the pipeline.</summary>
internal static class RouteTargetParameters
{
    /// <summary>
    /// What the user typed wins over what the pipeline brings. Of two typed ones neither can win. Of two from the pipeline (a
    /// lab's node, a route) the network interface is the exact one, and the instance merely its owner.
    /// </summary>
    /// <exception cref="OverlayIpException"><c>TargetAmbiguous</c> or <c>TargetMissing</c>.</exception>
    public static RouteTarget Choose(string? instanceId, bool instanceIsTyped, string? networkInterfaceId, bool interfaceIsTyped)
    {
        if (instanceIsTyped && interfaceIsTyped)
        {
            throw new OverlayIpException("TargetAmbiguous", OverlayErrorKind.InvalidArgument,
                "Both -InstanceId and -NetworkInterfaceId were given, and a route has one target.")
            { Subject = $"{instanceId}, {networkInterfaceId}", IsFatal = true, RecommendedAction = "Give one of them." };
        }

        var byInstance = !string.IsNullOrEmpty(instanceId) && !interfaceIsTyped;
        var byInterface = !string.IsNullOrEmpty(networkInterfaceId) && !instanceIsTyped;
        return byInterface ? RouteTarget.NetworkInterface(networkInterfaceId!)
            : byInstance ? RouteTarget.Instance(instanceId!)
            : throw Missing();
    }

    /// <summary>The error of a target that nobody named.</summary>
    public static OverlayIpException Missing() =>
        new("TargetMissing", OverlayErrorKind.InvalidArgument, "It was not said where the route shall point to.")
        { RecommendedAction = "Give -InstanceId or -NetworkInterfaceId, or pipe in objects that have one of them." };
}
