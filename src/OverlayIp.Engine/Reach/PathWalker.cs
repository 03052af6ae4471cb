using System.Collections.Immutable;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Inventory;
using OverlayIp.Engine.Reach.Facts;
using OverlayIp.Engine.Reach.Walking;

namespace OverlayIp.Engine.Reach;

/// <summary>
/// Walks from a source to an overlay address and back, and says where it stops and why. It reads only what the walk comes past, and keeps it: one
/// walker is for the paths of one moment. It never changes anything.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class PathWalker(Ec2Connection connection)
{
    private readonly ReachReader _reader = new(connection);
    private ReachFacts _facts = ReachFacts.None;

    /// <summary>The blocks of a destination: the block itself, or those of the prefix list (action <c>GetManagedPrefixListEntries</c>).</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="OverlayIpException">The prefix list does not exist, or a call failed.</exception>
    public async Task<IReadOnlyList<CidrBlock>> ExpandAsync(RouteDestination destination, CancellationToken cancellationToken)
    {
        if (destination.Cidr is { } block)
        {
            return [block];
        }

        await ReadAsync(new ReachNeed(ReachNeedKind.PrefixList, destination.PrefixListId!), cancellationToken);
        return _facts.PrefixLists[destination.PrefixListId!];
    }

    /// <summary>The blocks of the VPC that has the address, in the destination's family: the sources from which every VPC must reach its own
    /// overlay address (action <c>DescribeRouteTables</c>).</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="vpcId">The VPC, or null for the one whose route tables send the destination to an instance or network interface.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">It is not clear which VPC has the address (<c>RouteNotFound</c>, <c>VpcAmbiguous</c>), it does not exist, it has
    /// no block of that family (<c>SourceFamilyMismatch</c>), or a call failed.</exception>
    public async Task<IReadOnlyList<PathSource>> OwnSourcesAsync(CidrBlock destination, string? vpcId, CancellationToken cancellationToken)
    {
        if (vpcId is null)
        {
            await ReadAsync(new ReachNeed(ReachNeedKind.DestinationVpcs, destination.ToString()), cancellationToken);
            vpcId = PathWalk.OnlyVpc(destination, _facts.DestinationVpcs[destination.ToString()]);
        }

        await ReadAsync(new ReachNeed(ReachNeedKind.Vpc, vpcId), cancellationToken);
        if (!_facts.Vpcs[vpcId].IsVisible)
        {
            await VpcLookup.RequireAsync(connection, [vpcId], cancellationToken);
        }

        var blocks = _facts.Vpcs[vpcId].Blocks.Where(b => b.AddressFamily == destination.AddressFamily).Select(PathSource.Block).ToList();
        return blocks.Count > 0 ? blocks : throw new OverlayIpException("SourceFamilyMismatch", OverlayErrorKind.InvalidArgument,
            $"The VPC '{vpcId}' has no block of the address family of {destination}: nothing in it can send there.")
        { Subject = vpcId, RecommendedAction = "Give the VPC an IPv6 block, or choose an IPv4 address." };
    }

    /// <summary>
    /// Walks one path (actions <c>DescribeRouteTables</c>, <c>DescribeSubnets</c>, <c>DescribeNetworkInterfaces</c>, <c>DescribeInstances</c>; past
    /// a transit gateway also <c>DescribeTransitGatewayAttachments</c>, <c>DescribeTransitGatewayVpcAttachments</c>,
    /// <c>DescribeTransitGatewayRouteTables</c> and <c>SearchTransitGatewayRoutes</c>).
    /// </summary>
    /// <param name="request">The path.</param>
    /// <param name="observer">Told what is read.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Source and destination are of different families (<c>SourceFamilyMismatch</c>), something named does not
    /// exist, it is not clear which VPC has the address (<c>RouteNotFound</c>, <c>VpcAmbiguous</c>), or a call failed. An address that cannot be
    /// reached is no error.</exception>
    public async Task<OverlayPath> WalkAsync(PathRequest request, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (request.From.Cidr is { } source && source.AddressFamily != request.Destination.AddressFamily)
        {
            throw new OverlayIpException("SourceFamilyMismatch", OverlayErrorKind.InvalidArgument,
                $"{source} and {request.Destination} are of different address families: no packet goes from one to the other.")
            { Subject = source.ToString(), RecommendedAction = "Give a source of the destination's family." };
        }

        var read = new HashSet<ReachNeed>();
        while (true)
        {
            var (path, needs) = PathWalk.Walk(request, _facts, connection.Region);
            if (path is not null)
            {
                return path;
            }

            // Every need is met by reading it once; a walk that asked twice would ask forever.
            if (needs.FirstOrDefault(n => !read.Add(n)) is { } twice)
            {
                throw new InvalidOperationException($"The walk asked twice for {twice}.");
            }

            observer.Progress($"{request.From} to {request.Destination}", string.Join(", ", needs.Select(n => n.Id)), 0, 0);
            _facts = await _reader.ReadAsync(_facts, needs, cancellationToken);
            if (request.VpcId is { } vpcId && _facts.Vpcs.TryGetValue(vpcId, out var vpc) && !vpc.IsVisible)
            {
                await VpcLookup.RequireAsync(connection, [vpcId], cancellationToken);
            }
        }
    }

    private async Task ReadAsync(ReachNeed need, CancellationToken cancellationToken)
    {
        if (!_facts.Has(need))
        {
            _facts = await _reader.ReadAsync(_facts, [need], cancellationToken);
        }
    }
}
