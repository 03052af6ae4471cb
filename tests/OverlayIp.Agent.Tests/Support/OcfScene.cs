using OverlayIp.Agent.Ocf;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Tests.Failover;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>Node B of a lab whose address is on node A, and the resource agent on it.</summary>
internal sealed class OcfScene : IAsyncDisposable
{
    private readonly TakeoverScene _scene;

    private OcfScene(TakeoverScene scene)
    {
        _scene = scene;
        Set("ip", "10.2.0.1");
        Set("routing_table", string.Join(',', Lab.RouteTableIds));
        Set("interface", "eth0");
        Set("CRM_meta_timeout", "60000");
        Set("CRM_meta_interval", "10000");
    }

    public TestLab Lab => _scene.Lab;

    public MetadataStandIn Metadata => _scene.Metadata;

    public AddressesStandIn Addresses { get; } = new();

    /// <summary>The environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>How EC2 was to be reached, each time.</summary>
    public List<ConnectionSettings> Connections { get; } = [];

    public bool IsRoot { get; set; } = true;

    public static async Task<OcfScene> StartAsync() => new(await TakeoverScene.StartAsync(verifySignatures: false));

    /// <summary>Sets a parameter; null takes it away.</summary>
    public void Set(string parameter, string? value)
    {
        Variables.Remove("OCF_RESKEY_" + parameter);
        if (value is not null)
            Variables.Add("OCF_RESKEY_" + parameter, value);
    }

    /// <summary>Makes it impossible to lock.</summary>
    public void SpoilLocks() => File.WriteAllText(_scene.Locks, "");

    public async Task<AgentRun> RunAsync(string action)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = new OcfSurroundings
        {
            Variable = name => name == "AWS_EC2_METADATA_SERVICE_ENDPOINT" ? Metadata.Url : Variables.GetValueOrDefault(name),
            IsRoot = () => IsRoot,
            Addresses = () => Addresses,
            MacOf = name => name == "eth0" ? MetadataStandIn.Mac : MetadataStandIn.OtherMac,
            Connect = (settings, cancellationToken) =>
            {
                lock (Connections)
                    Connections.Add(settings);

                return Ec2ConnectionFactory.OpenAsync(settings with { EndpointUrl = Lab.Lab.EndpointUrl, RoleArn = null, ProfileName = null }, cancellationToken);
            },
            LockDirectory = _scene.Locks,
            Overtime = AgentRun.Overtime,
        };
        var code = await new OcfAgent(surroundings, output, error).RunAsync(action, CancellationToken.None);
        return new AgentRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The actions that EC2 was called for since the start.</summary>
    public IReadOnlySet<string> Calls() => Lab.Server.Calls.Select(c => c.Action).ToHashSet();

    public Task AssertTargetAsync(OverlayLabNode node) => _scene.AssertTargetAsync(node);

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}
