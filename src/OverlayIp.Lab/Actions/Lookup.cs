using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Finds resources by id, with EC2's errors for those that do not exist.</summary>
internal static class Lookup
{
    public static VpcResource Vpc(this LabState state, string id) => Find(state.Vpcs, id, ResourceKind.Vpc);

    public static SubnetResource Subnet(this LabState state, string id) => Find(state.Subnets, id, ResourceKind.Subnet);

    public static RouteTableResource RouteTable(this LabState state, string id) => Find(state.RouteTables, id, ResourceKind.RouteTable);

    public static NetworkInterfaceResource NetworkInterface(this LabState state, string id) => Find(state.NetworkInterfaces, id, ResourceKind.NetworkInterface);

    public static InstanceResource Instance(this LabState state, string id) => Find(state.Instances, id, ResourceKind.Instance);

    public static PrefixListResource PrefixList(this LabState state, string id) => Find(state.PrefixLists, id, ResourceKind.PrefixList);

    public static SecurityGroupResource SecurityGroup(this LabState state, string id) => Find(state.SecurityGroups, id, ResourceKind.SecurityGroup);

    public static NetworkAclResource NetworkAcl(this LabState state, string id) => Find(state.NetworkAcls, id, ResourceKind.NetworkAcl);

    public static VpcPeeringResource VpcPeering(this LabState state, string id) => Find(state.VpcPeerings, id, ResourceKind.VpcPeering);

    public static InternetGatewayResource InternetGateway(this LabState state, string id) => Find(state.InternetGateways, id, ResourceKind.InternetGateway);

    /// <summary>The resources with these ids, or all of them when none is given.</summary>
    public static IEnumerable<T> Select<T>(ImmutableSortedDictionary<string, T> table, IReadOnlyList<string> ids, ResourceKind kind)
        where T : Resource
    {
        if (ids.Count == 0)
        {
            return table.Values;
        }

        foreach (var id in ids)
        {
            Find(table, id, kind);
        }

        return ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => table[id]);
    }

    private static T Find<T>(ImmutableSortedDictionary<string, T> table, string id, ResourceKind kind)
        where T : Resource =>
        table.TryGetValue(id, out var found) ? found : throw kind.NotFound(id);
}
