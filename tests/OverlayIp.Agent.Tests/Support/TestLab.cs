using System.Xml.Linq;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.SourceDestCheck;
using OverlayIp.Lab;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>A lab in this process: set up before a command line runs, and read back after it.</summary>
internal sealed class TestLab : IAsyncDisposable
{
    public const string Destination = "10.2.0.1/32";

    private readonly LabServer _server;
    private readonly Ec2Connection _connection;

    private TestLab(LabServer server, Ec2Connection connection)
    {
        _server = server;
        _connection = connection;
    }

    public LabServer Server => _server;

    public OverlayLab Lab => _server.Describe();

    public OverlayLabNode A => Lab.Nodes[0];

    public OverlayLabNode B => Lab.Nodes[1];

    public IReadOnlyList<string> RouteTableIds => Lab.RouteTableIds;

    /// <summary>The options that point a command line at the lab.</summary>
    public string[] Connect => ["--region", Lab.Region, "--endpoint-url", Lab.EndpointUrl];

    /// <summary>Starts a lab. Without verification of signatures, <see cref="CallAsync"/> can be used.</summary>
    public static async Task<TestLab> StartAsync(bool verifySignatures = true)
    {
        var server = await LabServer.StartAsync(new LabOptions { VerifySignatures = verifySignatures, TransitionDelay = TimeSpan.FromMilliseconds(1) }, default);
        server.AddCredential(TestKeys.AccessKeyId, TestKeys.SecretAccessKey);
        var lab = server.Describe();
        var connection = await Ec2ConnectionFactory.OpenAsync(
            new ConnectionSettings
            {
                Region = lab.Region,
                EndpointUrl = lab.EndpointUrl,
                Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
            },
            default);
        return new TestLab(server, connection);
    }

    /// <summary>Starts a lab whose nodes have their check off and whose route tables all send the destination to node-a.</summary>
    public static async Task<TestLab> StartRoutedAsync(bool verifySignatures = true)
    {
        var lab = await StartAsync(verifySignatures);
        await lab.DisableChecksAsync();
        await lab.RouteAsync(lab.A, [.. lab.RouteTableIds]);
        lab.Server.ClearCalls();
        return lab;
    }

    public async Task DisableChecksAsync()
    {
        var service = new SourceDestCheckService(_connection);
        await foreach (var check in service.GetAsync(new SourceDestCheckQuery(), default))
            await service.SetAsync(check, enabled: false, default);
    }

    /// <summary>Points the destination to a node in these route tables.</summary>
    public async Task RouteAsync(OverlayLabNode node, params string[] routeTableIds)
    {
        var plan = await new RoutePlanner(_connection).PlanCreateAsync(
            new CreateRoutePlanRequest
            {
                Destination = RouteDestination.Parse(Destination),
                Scope = new RouteScope { RouteTableIds = routeTableIds },
                Target = RouteTarget.Instance(node.InstanceId),
                Force = true,
            },
            default);
        Assert.True((await new RouteExecutor(_connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, default)).Succeeded);
    }

    /// <summary>The instance that each route table sends the destination to, in the order of <see cref="RouteTableIds"/>; null for no route.</summary>
    public async Task<IReadOnlyList<string?>> TargetsAsync()
    {
        var routes = new Dictionary<string, OverlayRoute>(StringComparer.Ordinal);
        await foreach (var route in new RouteInventory(_connection).FindAsync(new RouteQuery { Destinations = [RouteDestination.Parse(Destination)] }, default))
            routes[route.RouteTableId] = route;

        return [.. RouteTableIds.Select(id => routes.GetValueOrDefault(id)?.InstanceId)];
    }

    /// <summary>The actions that were called and could change something.</summary>
    public IEnumerable<string> Changes() => _server.Calls.Select(c => c.Action).Where(a => !a.StartsWith("Describe", StringComparison.Ordinal));

    /// <summary>Stops a node and waits until its routes are blackholes.</summary>
    public async Task StopNodeAsync(OverlayLabNode node)
    {
        await CallAsync("StopInstances", ("InstanceId.1", node.InstanceId));
        await Until.TrueAsync(() => Lab.Nodes.Single(n => n.InstanceId == node.InstanceId).State == "stopped");
    }

    /// <summary>Makes an unsigned call; the answer's first element with a name can be taken with <see cref="Id"/>.</summary>
    public async Task<XElement> CallAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(
            parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)).Prepend(new("Version", "2016-11-15")).Prepend(new("Action", action)));
        using var answer = await client.PostAsync(new Uri(Lab.EndpointUrl), form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return XElement.Parse(text);
    }

    public static string Id(XElement answer, string name) => answer.Descendants().First(e => e.Name.LocalName == name).Value;

    /// <summary>Starts an instance in a subnet and waits until it runs.</summary>
    public async Task<XElement> LaunchAsync(string subnetId)
    {
        var image = Id(await CallAsync("DescribeImages"), "imageId");
        var launched = await CallAsync("RunInstances", ("ImageId", image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnetId));
        var instanceId = Id(launched, "instanceId");
        await Until.TrueAsync(async () => (await CallAsync("DescribeInstances", ("InstanceId.1", instanceId))).ToString().Contains("<name>running</name>", StringComparison.Ordinal));
        return launched;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }
}
