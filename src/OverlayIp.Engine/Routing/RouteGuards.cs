namespace OverlayIp.Engine.Routing;

/// <summary>The guards of the planner: what is refused, in whose words, and what to do instead.</summary>
internal static class RouteGuards
{
    public static IReadOnlyList<string> WarningsFor(ResolvedTarget target) => target.SourceDestCheck
        ? [$"The source/destination check of {target} is enabled: no packet for an overlay address will arrive until Disable-SourceDestCheck has turned it off."]
        : [];

    public static void RefuseUnfit(ResolvedTarget target)
    {
        RefuseIfNotRunning(target);
        if (target.SourceDestCheck)
        {
            throw new OverlayIpException("TargetCheckEnabled", OverlayErrorKind.Refused,
                $"The source/destination check of {target} is enabled, so it would get no packet for an overlay address.")
            {
                Subject = target.InstanceId ?? target.NetworkInterfaceId,
                RecommendedAction = $"Turn it off with 'Disable-SourceDestCheck -NetworkInterfaceId {target.NetworkInterfaceId}', or use -Force.",
            };
        }
    }

    public static void RefuseIfNotRunning(ResolvedTarget target)
    {
        if (target.InstanceId is null)
        {
            throw new OverlayIpException("TargetNotAttached", OverlayErrorKind.Refused,
                $"The network interface {target} is attached to no instance: the route would be a blackhole.")
            { Subject = target.NetworkInterfaceId, RecommendedAction = "Attach it to a running instance, choose another target, or use -Force." };
        }

        if (!target.IsRunning)
        {
            throw new OverlayIpException("TargetNotRunning", OverlayErrorKind.Refused,
                $"The target {target} is {target.InstanceState ?? "attached to an instance that DescribeInstances does not show"}: the route would be a blackhole.")
            { Subject = target.InstanceId, RecommendedAction = "Start it, choose a running target, or use -Force." };
        }
    }

    public static void RefuseCollisionWithVpc(RouteDestination destination, IEnumerable<RouteTableView> tables)
    {
        if (destination.Cidr is not { } wanted)
        {
            return;
        }

        foreach (var table in tables)
        {
            foreach (var block in table.VpcBlocks.Where(wanted.Overlaps))
            {
                var inside = block.Contains(wanted);
                throw new OverlayIpException(
                    inside ? "DestinationInsideVpc" : "DestinationContainsVpc",
                    OverlayErrorKind.InvalidArgument,
                    inside
                        ? $"{destination} lies inside the block {block} of {table.VpcId}. An overlay address must lie outside every block of its VPC."
                        : $"{destination} contains the block {block} of {table.VpcId}. An overlay destination must lie outside every block of its VPC.")
                { Subject = destination.ToString(), RecommendedAction = "Choose an address outside the VPC, such as one of another private range." };
            }
        }
    }

    public static void RequireTables(RouteScope scope, IReadOnlyCollection<RouteTableView> tables, bool filtered)
    {
        if (scope.RouteTableIds.Except(tables.Select(t => t.Id), StringComparer.Ordinal).FirstOrDefault() is { } lost)
        {
            throw scope.VpcId is null
                ? new OverlayIpException("RouteTableNotFound", OverlayErrorKind.NotFound, $"The route table '{lost}' does not exist.") { Subject = lost }
                : new OverlayIpException("RouteTableNotFound", OverlayErrorKind.NotFound, $"The VPC '{scope.VpcId}' has no route table '{lost}'.") { Subject = lost };
        }

        // Every VPC has a main route table, so one without any does not exist.
        if (tables.Count == 0 && !filtered && scope.VpcId is { } vpcId)
        {
            throw new OverlayIpException("VpcNotFound", OverlayErrorKind.NotFound, $"The VPC '{vpcId}' does not exist.")
            { Subject = vpcId, RecommendedAction = "Check the id and the Region." };
        }
    }

    public static OverlayIpException NoRoute(RouteDestination destination, RouteScope scope) =>
        new("RouteNotFound", OverlayErrorKind.NotFound,
            $"No route table{(scope.VpcId is { } vpcId ? $" of {vpcId}" : "")} has a route to {destination}.")
        { Subject = destination.ToString(), RecommendedAction = "See what there is with Get-OverlayRoute; create it with New-OverlayRoute or -CreateMissing." };

    public static OverlayIpException Missing(RouteDestination destination, RouteStep step) =>
        new("RouteNotFound", OverlayErrorKind.NotFound, $"The route table {step.Display} has no route to {destination}.")
        { Subject = step.RouteTableId, RecommendedAction = "Create it with New-OverlayRoute, or switch with -CreateMissing." };

    public static OverlayIpException Exists(RouteDestination destination, RouteStep step) =>
        new("RouteAlreadyExists", OverlayErrorKind.AlreadyExists,
            $"The route table {step.Display} has a route to {destination} already, to {HopOf(step)}.")
        { Subject = step.RouteTableId, RecommendedAction = "Move it with Switch-OverlayRoute, or replace it with -Force." };

    public static OverlayIpException Foreign(RouteDestination destination, RouteStep step) =>
        new("RouteTargetForeign", OverlayErrorKind.Refused,
            $"The route to {destination} in {step.Display} points to {HopOf(step)}, which is neither an instance nor a network interface: it is no overlay route.")
        { Subject = step.RouteTableId, RecommendedAction = "Check the destination; Switch-OverlayRoute -Force replaces it all the same." };

    public static OverlayIpException IsLocal(RouteDestination destination, RouteStep step) =>
        new("RouteIsLocal", OverlayErrorKind.Refused,
            $"The route to {destination} in {step.Display} is the local route of {step.VpcId}: it carries the VPC's own traffic and is no overlay route.")
        { Subject = step.RouteTableId, RecommendedAction = "Choose a destination outside every block of the VPC." };

    public static OverlayIpException LeftExpected(RouteTarget from, RouteStep step) =>
        new("UnexpectedTarget", OverlayErrorKind.Refused,
            $"The route in {step.Display} points to {HopOf(step)}, not to {from} as -From expects: somebody else has moved it.")
        { Subject = step.RouteTableId, RecommendedAction = "Look at it with Get-OverlayRoute before moving it again." };

    /// <summary>When not one of several tables can point to the target, that is one mistake and not one for each table.</summary>
    public static void RefuseAllOfOtherVpcs(RouteDestination destination, ResolvedTarget target, List<RouteTableView> tables)
    {
        if (tables.Count > 1 && tables.TrueForAll(t => t.VpcId != target.VpcId))
        {
            throw OtherVpcs(destination, target, tables);
        }
    }

    public static OverlayIpException OtherVpcs(RouteDestination destination, ResolvedTarget target, IEnumerable<RouteTableView> tables) =>
        new("TargetInOtherVpc", OverlayErrorKind.Refused,
            $"The route tables for {destination} belong to {string.Join(", ", tables.Select(t => t.VpcId).Distinct())}, but the target {target} lies in {target.VpcId}. A route can only point into its own VPC.")
        { Subject = target.InstanceId ?? target.NetworkInterfaceId, RecommendedAction = "Choose a target in the VPC of the route tables." };

    public static OverlayIpException OtherVpc(ResolvedTarget target, RouteStep step) =>
        new("TargetInOtherVpc", OverlayErrorKind.Refused,
            $"The target {target} lies in {target.VpcId}, but the route table {step.Display} belongs to {step.VpcId}. A route can only point into its own VPC.")
        { Subject = step.RouteTableId, RecommendedAction = "Choose a target in the VPC of the route table." };

    private static string HopOf(RouteStep step) => step.PreviousRoute switch
    {
        { InstanceId: { } instance, NetworkInterfaceId: { } eni } => $"{instance} ({eni})",
        { NetworkInterfaceId: { } eni } => eni,
        _ => step.Previous switch
        {
            { Id.Length: > 0 } hop => hop.Id,
            { Kind: RouteHopKind.Unknown } => "something of a kind that is not known here",
            _ => "nothing that still exists",
        },
    };
}
