using System.Collections.Concurrent;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>The nodes of a watch: its candidates, and whoever else the routes point to.</summary>
internal sealed class WatchedNodes(Ec2Connection connection, WatchOptions options)
{
    private readonly TargetResolver _resolver = new(connection);
    private readonly ConcurrentDictionary<string, ResolvedTarget> _known = new(StringComparer.Ordinal);

    /// <summary>The network interfaces of the candidates, the preferred one first.</summary>
    public IReadOnlyList<string> Candidates { get; private set; } = [];

    /// <summary>The VPC of the candidates.</summary>
    public string? VpcId { get; private set; }

    /// <summary>Finds the candidates.</summary>
    /// <exception cref="OverlayIpException">One does not exist or has several interfaces, or a call failed.</exception>
    public async Task ResolveCandidatesAsync(CancellationToken cancellationToken)
    {
        var resolved = await Task.WhenAll(options.Candidates.Select(c => _resolver.ResolveAsync(c, cancellationToken)));
        foreach (var node in resolved)
            _known[node.NetworkInterfaceId] = node;
        Candidates = [.. resolved.Select(n => n.NetworkInterfaceId).Distinct(StringComparer.Ordinal)];
        VpcId = options.Scope.VpcId ?? (options.Scope.RouteTableIds.Count > 0 ? null : resolved[0].VpcId);
    }

    /// <summary>Finds a target that is no candidate. One that cannot be found stays unknown.</summary>
    public async Task MeetAsync(string networkInterfaceId, CancellationToken cancellationToken)
    {
        if (networkInterfaceId.Length == 0 || _known.ContainsKey(networkInterfaceId))
            return;

        try
        {
            _known[networkInterfaceId] = await _resolver.ResolveAsync(RouteTarget.NetworkInterface(networkInterfaceId), cancellationToken);
        }
        catch (OverlayIpException)
        {
            // Looked for again in the next round; until then it has no address and fails its probes.
        }
    }

    /// <summary>The instance that an interface is attached to now; null when there is none, or the interface is gone.</summary>
    /// <exception cref="OverlayIpException">A call failed: it is not known.</exception>
    public async Task<string?> AttachedToAsync(string networkInterfaceId, CancellationToken cancellationToken)
    {
        if (networkInterfaceId.Length == 0)
            return null;

        try
        {
            return (await _resolver.ResolveAsync(RouteTarget.NetworkInterface(networkInterfaceId), cancellationToken)).InstanceId;
        }
        catch (OverlayIpException e) when (e.ErrorId == "NetworkInterfaceNotFound")
        {
            return null;
        }
    }

    /// <summary>The nodes to probe: the candidates, and the target if it is none of them.</summary>
    public IReadOnlyList<OverlayWatchedNode> ToProbe(IReadOnlyCollection<string> targets) =>
        [.. Candidates.Union(targets.Where(t => t.Length > 0), StringComparer.Ordinal).Select(id => Describe(id, targets.Count == 1 && targets.Contains(id)))];

    /// <summary>The instance of a node, or null.</summary>
    public string? InstanceOf(string networkInterfaceId) => _known.GetValueOrDefault(networkInterfaceId)?.InstanceId;

    /// <summary>The Name tag of a node, or null.</summary>
    public string? NameOf(string networkInterfaceId) => _known.GetValueOrDefault(networkInterfaceId)?.InstanceName;

    /// <summary>A node by its instance, else by its interface; null for one that is gone or not known.</summary>
    public string? IdOf(string? networkInterfaceId) =>
        string.IsNullOrEmpty(networkInterfaceId) ? null : InstanceOf(networkInterfaceId) ?? networkInterfaceId;

    /// <summary>A node as a person would call it.</summary>
    public string Call(string? networkInterfaceId) => networkInterfaceId switch
    {
        null => "an unknown target",
        "" => "a target that no longer exists",
        _ => _known.TryGetValue(networkInterfaceId, out var node) ? node.InstanceName ?? node.InstanceId ?? networkInterfaceId : networkInterfaceId,
    };

    private OverlayWatchedNode Describe(string id, bool isTarget)
    {
        var node = _known.GetValueOrDefault(id);
        var overlay = options.ProbeOverlayAddress && isTarget && options.Destination.Cidr is { IsSingleAddress: true } cidr ? cidr.Address.ToString() : null;
        return new OverlayWatchedNode
        {
            NetworkInterfaceId = id,
            InstanceId = node?.InstanceId,
            InstanceName = node?.InstanceName,
            PrivateIpAddress = node?.PrivateIpAddress,
            Address = overlay ?? node?.PrivateIpAddress,
            DestinationCidr = options.Destination.ToString(),
            IsTarget = isTarget,
        };
    }
}
