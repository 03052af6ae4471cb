namespace OverlayIp.Engine.Routing;

/// <summary>What became of one step of a plan.</summary>
public sealed record RouteStepReport
{
    /// <summary>The step.</summary>
    public required RouteStep Step { get; init; }

    /// <summary>What became of it, in the words of a switch; a created, replaced or deleted route is never <see cref="RouteChangeOutcome.Unchanged"/>.</summary>
    public required RouteChangeOutcome Outcome { get; init; }

    /// <summary>True when the route table was read back and shows the result.</summary>
    public bool Verified { get; init; }

    /// <summary>How many mutating calls were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Time from the start of the act phase to the verification, or to giving up.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public OverlayIpException? Error { get; init; }

    /// <summary>The route as it was last read, or null when there is none.</summary>
    public OverlayRoute? Route { get; init; }

    /// <summary>The report of a switch for this route table.</summary>
    /// <param name="plan">The plan that the step belongs to.</param>
    public OverlayRouteChange ToChange(RoutePlan plan) => new()
    {
        DestinationCidr = plan.Destination.ToString(),
        RouteTableId = Step.RouteTableId,
        RouteTableName = Step.RouteTableName,
        VpcId = Step.VpcId,
        Outcome = Outcome,
        PreviousInstanceId = Step.PreviousRoute?.InstanceId,
        PreviousNetworkInterfaceId = Step.PreviousRoute?.NetworkInterfaceId,
        InstanceId = Route?.InstanceId,
        NetworkInterfaceId = Route?.NetworkInterfaceId,
        Verified = Verified,
        Attempts = Attempts,
        Elapsed = Elapsed,
        ErrorId = Error?.ErrorId,
        Message = Error?.Message,
        Region = plan.Region,
    };
}
