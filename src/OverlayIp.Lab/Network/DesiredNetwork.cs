using System.Collections.Immutable;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>
/// The network that a state of the lab stands for: a router for each VPC and each transit gateway, a namespace for each running instance, a link for
/// each of their interfaces. A function of the state and nothing else, so that it can be tested without a kernel.
/// </summary>
internal sealed record DesiredNetwork
{
    public static readonly DesiredNetwork Nothing = new();

    /// <summary>The routers, by VPC or transit gateway.</summary>
    public ImmutableSortedDictionary<string, RouterSpace> Routers { get; init; } = Table<RouterSpace>();

    /// <summary>The instances' namespaces, by instance.</summary>
    public ImmutableSortedDictionary<string, NodeSpace> Nodes { get; init; } = Table<NodeSpace>();

    /// <summary>The links, by network interface.</summary>
    public ImmutableSortedDictionary<string, EniLink> Links { get; init; } = Table<EniLink>();

    public static DesiredNetwork Of(LabState state, NetworkNames names)
    {
        var nodes = Table<NodeSpace>().ToBuilder();
        var links = Table<EniLink>().ToBuilder();
        foreach (var instance in state.Instances.Values.Where(instance => HasPower(instance.State)))
        {
            nodes.Add(instance.Id, new NodeSpace(names.NodeNamespace(instance.Id), instance.LaunchTime, instance.State is not InstanceState.Running));
            foreach (var eni in state.InterfacesOf(instance.Id))
            {
                links.Add(eni.Id, EniLink.Of(names, state.Subnets[eni.SubnetId], eni, instance));
            }
        }

        var all = links.ToImmutable();
        return new DesiredNetwork
        {
            Nodes = nodes.ToImmutable(),
            Links = all,
            Routers = state.Vpcs.Values.Select(vpc => (vpc.Id, Router: RouterSpace.Of(state, names, vpc, all)))
                .Concat(state.TransitGateways.Values.Where(gateway => gateway.DeletedAt is null).Select(gateway => (gateway.Id, Router: TransitSpace.Of(state, names, gateway))))
                .ToImmutableSortedDictionary(router => router.Id, router => router.Router, StringComparer.Ordinal),
        };
    }

    // A pending instance has not booted yet; one that is stopping still runs, and its routes are still active.
    private static bool HasPower(InstanceState state) => state is InstanceState.Running or InstanceState.Stopping or InstanceState.ShuttingDown;

    private static ImmutableSortedDictionary<string, T> Table<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>The namespace of an instance that runs.</summary>
/// <param name="Namespace">Its name, as ip-netns(8) has it.</param>
/// <param name="Boot">When the instance was started: another time is another boot, which begins with nothing.</param>
/// <param name="IsShuttingDown">True while the operating system is asked to end.</param>
internal sealed record NodeSpace(string Namespace, DateTimeOffset Boot, bool IsShuttingDown);
