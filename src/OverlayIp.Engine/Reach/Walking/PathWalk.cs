using System.Collections.Immutable;
using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>Walks a path by what is known: a pure function of the request and the facts.</summary>
internal static class PathWalk
{
    /// <summary>The path, or what must be known first.</summary>
    /// <param name="request">The path to walk.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="region">The Region that the facts were read in, or null.</param>
    /// <exception cref="OverlayIpException">From a block, the VPC that has the address is needed and not to be found
    /// (<c>RouteNotFound</c>, <c>VpcAmbiguous</c>).</exception>
    public static (OverlayPath? Path, IReadOnlySet<ReachNeed> Needs) Walk(PathRequest request, ReachFacts facts, string? region = null)
    {
        var trace = new PathTrace();
        if (!facts.DestinationVpcs.TryGetValue(request.Destination.ToString(), out var vpcs) && request.VpcId is null)
        {
            trace.Ask(ReachNeedKind.DestinationVpcs, request.Destination.ToString());
            if (request.From.SubnetId is { } subnetId && !facts.Subnets.ContainsKey(subnetId))
            {
                trace.Ask(ReachNeedKind.Subnet, subnetId);
            }

            return (null, trace.Needs);
        }

        var context = new WalkContext { Request = request, Facts = facts, Trace = trace, OverlayVpcId = request.VpcId ?? Choose(request, facts, vpcs) };
        var verdict = Walk(context);
        if (trace.Needs.Count > 0)
        {
            return (null, trace.Needs);
        }

        return (new OverlayPath
        {
            DestinationCidr = request.Destination.ToString(),
            From = request.From.ToString(),
            Reaches = verdict.Obstacle is null,
            Hops = trace.Hops,
            StopsAt = verdict.Obstacle?.StopsAt,
            Problem = verdict.Obstacle?.Problem ?? OverlayPathProblem.None,
            Reason = verdict.Obstacle?.Reason,
            Remedy = verdict.Obstacle?.Remedy,
            VpcId = context.OverlayVpcId,
            InstanceId = verdict.Target?.InstanceId,
            NetworkInterfaceId = verdict.Target?.Id,
            TransitGatewayRouteTableId = verdict.Obstacle?.Lacks?.TableId,
            TransitGatewayAttachmentId = verdict.Obstacle?.Lacks?.AttachmentId,
            Region = region,
        }, trace.Needs);
    }

    private static Verdict Walk(WalkContext context)
    {
        var (entries, verdict) = new SourceFinder(context).Find();
        foreach (var entry in entries)
        {
            verdict = Walk(context, entry);
            if (verdict.Obstacle is not null)
            {
                return verdict;
            }
        }

        return verdict ?? Verdict.Pending;
    }

    private static Verdict Walk(WalkContext context, PathEntry entry)
    {
        context.Trace.Direction = OverlayPathDirection.Forward;
        var forward = new ForwardWalk(context);
        if (entry.Attachment is not null)
        {
            context.Trace.Pass(OverlayPathHopKind.Source, entry.Block.ToString(), null, $"comes by {entry.Attachment.What}");
        }

        var verdict = entry is { Gateway: { } gateway, Attachment: { } attachment }
            ? forward.FromAttachment(gateway, attachment)
            : forward.FromSubnet(entry.Vpc!, entry.Subnet!);
        return verdict.Target is { } target ? forward.Back(target, entry) : verdict;
    }

    // With the address in several VPCs, the sender's own is the one that it reaches.
    private static string? Choose(PathRequest request, ReachFacts facts, ImmutableArray<string> vpcs)
    {
        if (request.From.SubnetId is { } subnetId && facts.Subnets.TryGetValue(subnetId, out var subnet) && vpcs.Contains(subnet.VpcId))
        {
            return subnet.VpcId;
        }

        return vpcs.Length != 1 && request.From.SubnetId is not null ? null : OnlyVpc(request.Destination, vpcs);
    }

    /// <summary>The one VPC that has a destination.</summary>
    /// <exception cref="OverlayIpException">None has it (<c>RouteNotFound</c>), or several have (<c>VpcAmbiguous</c>).</exception>
    public static string OnlyVpc(CidrBlock destination, ImmutableArray<string> vpcs) => vpcs switch
    {
        [var only] => only,
        [] => throw new OverlayIpException("RouteNotFound", OverlayErrorKind.NotFound,
            $"No route table that can be seen sends {destination} to an instance or network interface.")
        { Subject = destination.ToString(), RecommendedAction = "Create the route with New-OverlayRoute, check the Region, or give -VpcId." },
        _ => throw new OverlayIpException("VpcAmbiguous", OverlayErrorKind.InvalidArgument,
            $"Several VPCs have {destination}: {string.Join(", ", vpcs)}.")
        { Subject = destination.ToString(), RecommendedAction = "Say which one is meant with -VpcId." },
    };
}
