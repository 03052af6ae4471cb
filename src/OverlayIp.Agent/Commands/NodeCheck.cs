using OverlayIp.Agent.Output;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip check</c> on a node: its route sets, for which it is a candidate.</summary>
/// <param name="configuration">The route sets, and how to reach EC2.</param>
/// <param name="request">What else was said.</param>
/// <param name="namesChecks">True when checks were asked for by name.</param>
internal sealed class NodeCheck(FailoverConfiguration configuration, ValidationRequest request, bool namesChecks)
{
    // Where something else than this program has the address, only that knows when it is to be there.
    private static readonly string[] ChecksOfManagedAddresses = ["LocalAddress", "KernelSettings"];

    private sealed record LocatedSet(RouteSet Set, NodeIdentity? Node, OverlayIpException? Error);

    /// <summary>The configuration.</summary>
    public FailoverConfiguration Configuration => configuration;

    /// <summary>Tests every route set. One that cannot be tested does not hide the others.</summary>
    /// <param name="output">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">This node cannot be found, or there is no way to EC2.</exception>
    public async Task<CheckFindings> TestAsync(AgentOutput output, CancellationToken cancellationToken)
    {
        using var session = new NodeSession(configuration);
        var located = await Task.WhenAll(configuration.RouteSets.Select(set => LocateAsync(session, set, cancellationToken)));
        if (Array.Find(located, s => s.Node is not null)?.Node is not { } anyone)
            throw located[0].Error!;

        var settings = configuration.Connection with { Region = configuration.Connection.Region ?? anyone.Region };
        using var connection = await session.ConnectAsync(anyone, cancellationToken);
        var checks = new List<OverlayCheck>();
        var errors = located.Select(s => s.Error).OfType<OverlayIpException>().ToList();

        // What has the same scope is read together.
        foreach (var same in located.Where(s => s.Node is not null).GroupBy(s =>
            (Node: s.Node!, s.Set.Scope.VpcId, Tables: string.Join(' ', s.Set.Scope.RouteTableIds), HasAddress: s.Set.Address is not null)))
        {
            output.Verbose($"This node is {same.Key.Node.Target}.");
            try
            {
                var wanted = await RequestAsync([.. same.Select(s => s.Set)], same.Key.Node, connection, cancellationToken);
                checks.AddRange((await CheckCommand.TestAsync(connection, settings, wanted, output, cancellationToken)).Checks);
            }
            catch (OverlayIpException e) when (!e.IsFatal)
            {
                errors.Add(e);
            }
        }

        return checks.Count == 0 && errors.Count == 1 ? throw errors[0] : new CheckFindings(checks, errors);
    }

    private static async Task<LocatedSet> LocateAsync(NodeSession session, RouteSet set, CancellationToken cancellationToken)
    {
        try
        {
            return new LocatedSet(set, await session.LocateAsync(set.Interface, cancellationToken), null);
        }
        catch (OverlayIpException e)
        {
            return new LocatedSet(set, null, e);
        }
    }

    private async Task<ValidationRequest> RequestAsync(IReadOnlyList<RouteSet> sets, NodeIdentity node, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var scope = sets[0].Scope;
        var isManaged = sets[0].Address is not null;
        return request with
        {
            Destinations = [.. sets.Select(s => s.Destination)],
            RouteTableIds = scope.RouteTableIds,
            VpcId = scope.VpcId ?? (scope.RouteTableIds.Count > 0 ? null : node.VpcId ?? (request.IsQuick ? null : await VpcOfAsync(node, connection, cancellationToken))),
            Candidates = [node.Target, .. request.Candidates],
            LocalNode = node.Target,
            Wants = id => request.Wants(id) && (isManaged || namesChecks || !ChecksOfManagedAddresses.Contains(id)),
        };
    }

    // As a takeover would find it: another cluster's VPC may have the same address. Who may not ask for it gets the VPCs whose route tables have the destination.
    private static async Task<string?> VpcOfAsync(NodeIdentity node, Ec2Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            return (await new TargetResolver(connection).ResolveAsync(node.Target, cancellationToken)).VpcId;
        }
        catch (OverlayIpException e) when (e is { Kind: OverlayErrorKind.PermissionDenied, IsFatal: false })
        {
            return null;
        }
    }
}
