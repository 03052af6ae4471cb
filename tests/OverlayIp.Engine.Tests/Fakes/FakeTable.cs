using Amazon.EC2.Model;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>A route table with its history, so that a read can show a state that is no more.</summary>
internal sealed class FakeTable(string id, string vpcId, string? name)
{
    private readonly List<(DateTimeOffset At, List<Route> Routes)> _versions = [(DateTimeOffset.MinValue, [])];

    public string Id { get; } = id;

    public string VpcId { get; } = vpcId;

    public string? Name { get; } = name;

    public List<Route> Routes => _versions[^1].Routes;

    public List<Route> RoutesAt(DateTimeOffset time) => _versions.FindLast(v => v.At <= time).Routes;

    public Route? Find(string destination) => Routes.Find(r => DestinationOf(r) == destination && r.Origin?.Value != "EnableVgwRoutePropagation");

    public void Put(Route route, DateTimeOffset at)
    {
        var destination = DestinationOf(route);
        _versions.Add((at, [.. Routes.Where(r => DestinationOf(r) != destination || r.Origin?.Value != route.Origin?.Value), route]));
    }

    public void Remove(string destination, DateTimeOffset at) =>
        _versions.Add((at, [.. Routes.Where(r => DestinationOf(r) != destination)]));

    public static string DestinationOf(Route route) =>
        route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId!;
}
