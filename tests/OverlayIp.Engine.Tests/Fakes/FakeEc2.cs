using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// EC2 in memory, as far as overlay routes need it: a state that tests set up and read back, on a virtual clock, with the
/// faults of the real one. Round trips are counted by its latency: what took three of them took three times as long.
/// </summary>
internal sealed partial class FakeEc2
{
    private readonly Dictionary<string, FakeBucket> _buckets = [];

    public VirtualClock Clock { get; } = new();

    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a change stays invisible to reads.</summary>
    public TimeSpan ReadsLagBy { get; set; }

    public int PageSize { get; set; } = 100;

    public List<FakeTable> Tables { get; } = [];

    public List<Instance> Instances { get; } = [];

    public List<NetworkInterface> Interfaces { get; } = [];

    public List<FakeFault> Faults { get; } = [];

    public List<FakeCall> Calls { get; } = [];

    /// <summary>Runs when a call arrives, before anything of it is done: the place for what others do in between.</summary>
    public Func<FakeCall, Task>? Arriving { get; set; }

    /// <summary>Runs when a call has been carried out, before its answer leaves.</summary>
    public Action<FakeCall>? CarriedOut { get; set; }

    public IEnumerable<FakeCall> Mutations => Calls.Where(c => c.IsMutating);

    public Ec2Connection Connect() => new(Client(), region: "eu-central-1", time: Clock);

    public void Limit(string action, double capacity, double refillPerSecond) =>
        _buckets[action] = new FakeBucket(capacity, refillPerSecond, Clock);

    public FakeTable AddTable(string id, string vpcId, string? name = null, params string[] localBlocks)
    {
        var table = new FakeTable(id, vpcId, name);
        foreach (var block in localBlocks)
        {
            table.Put(RouteTo(block, r => r.GatewayId = "local", origin: "CreateRouteTable"), DateTimeOffset.MinValue);
        }

        Tables.Add(table);
        return table;
    }

    /// <summary>Adds an instance with an interface for each id, checks off.</summary>
    public Instance AddInstance(string id, string vpcId, string state, params string[] interfaceIds)
    {
        var instance = new Instance { InstanceId = id, VpcId = vpcId, State = new InstanceState { Name = state }, NetworkInterfaces = [] };
        foreach (var (index, eni) in interfaceIds.Index())
        {
            AddInterface(eni, vpcId, id, index);
        }

        Instances.Add(instance);
        return instance;
    }

    public NetworkInterface AddInterface(string id, string vpcId, string? instanceId = null, int deviceIndex = 0)
    {
        var eni = new NetworkInterface
        {
            NetworkInterfaceId = id,
            VpcId = vpcId,
            SourceDestCheck = false,
            Attachment = instanceId is null ? null : new NetworkInterfaceAttachment { InstanceId = instanceId, DeviceIndex = deviceIndex },
        };
        Interfaces.Add(eni);
        return eni;
    }

    public void Put(string tableId, Route route) => TableOf(tableId).Put(route, Clock.GetUtcNow());

    public void PutOverlay(string tableId, string destination, string networkInterfaceId) =>
        Put(tableId, RouteTo(destination, r => r.NetworkInterfaceId = networkInterfaceId));

    /// <summary>Where a table sends a destination now: the id of the hop, or null.</summary>
    public string? HopOf(string tableId, string destination)
    {
        var route = TableOf(tableId).Find(destination);
        return route is null ? null : IdsOf(route).FirstOrDefault(id => !string.IsNullOrEmpty(id)) ?? "";
    }

    private static string?[] IdsOf(Route route) =>
    [
        route.NetworkInterfaceId, route.InstanceId, route.GatewayId, route.NatGatewayId, route.TransitGatewayId, route.VpcPeeringConnectionId,
        route.EgressOnlyInternetGatewayId, route.LocalGatewayId, route.CarrierGatewayId, route.CoreNetworkArn, route.OdbNetworkArn,
    ];

    public static Route RouteTo(string destination, Action<Route> hop, string origin = "CreateRoute", string state = "active")
    {
        var route = new Route { Origin = origin, State = state };
        if (destination.StartsWith("pl-", StringComparison.Ordinal))
        {
            route.DestinationPrefixListId = destination;
        }
        else if (destination.Contains(':', StringComparison.Ordinal))
        {
            route.DestinationIpv6CidrBlock = destination;
        }
        else
        {
            route.DestinationCidrBlock = destination;
        }

        hop(route);
        return route;
    }

    // Delays are cut off to whole milliseconds.
    private TimeSpan ToServer => TimeSpan.FromMilliseconds(Math.Floor(Latency.TotalMilliseconds / 2));

    private FakeTable TableOf(string? id) =>
        Tables.Find(t => t.Id == id) ?? throw Errors.NotFound("RouteTableID", "routeTable ID", id ?? "");

    private async Task<T> CallAsync<T>(
        string action, string? routeTableId, object request, Func<T> carryOut, CancellationToken cancellationToken)
    {
        var call = new FakeCall(action, routeTableId, request, Clock.GetUtcNow());
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        if (Arriving is not null)
        {
            await Arriving(call);
        }

        await TravelAsync(ToServer, cancellationToken);
        var fault = Faults.Find(f => f.Strikes(call));
        if (_buckets.TryGetValue(action, out var bucket) && !bucket.TryTake())
        {
            await TravelAsync(Latency - ToServer, cancellationToken);
            throw Errors.Throttled();
        }

        if (fault is { AfterCarryingOut: false })
        {
            await TravelAsync(Latency - ToServer, cancellationToken);
            throw fault.Error();
        }

        T answer;
        try
        {
            answer = carryOut();
        }
        catch (Amazon.EC2.AmazonEC2Exception)
        {
            await TravelAsync(Latency - ToServer, cancellationToken);
            throw;
        }

        CarriedOut?.Invoke(call);
        await TravelAsync(Latency - ToServer, cancellationToken);
        return fault is null ? answer : throw fault.Error();
    }

    private Task TravelAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, Clock, cancellationToken);
}
