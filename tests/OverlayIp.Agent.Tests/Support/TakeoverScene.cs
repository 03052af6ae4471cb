using OverlayIp.Engine.Tests.Failover;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>A lab whose address is on node A, instance metadata that says "node B", and locks of its own.</summary>
internal sealed class TakeoverScene : IAsyncDisposable
{
    private TakeoverScene(TestLab lab)
    {
        Lab = lab;
        Metadata.SetNode(lab.B.InstanceId, lab.B.NetworkInterfaceId, lab.B.VpcId, lab.Lab.Region);
        System.IO.Directory.CreateDirectory(Directory);
    }

    public TestLab Lab { get; }

    public MetadataStandIn Metadata { get; } = new();

    /// <summary>For locks and configuration files.</summary>
    public string Directory { get; } = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}");

    public string Locks => Path.Combine(Directory, "locks");

    /// <summary>What a child needs to find lab and metadata; nothing else of this machine is to matter.</summary>
    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["AWS_EC2_METADATA_DISABLED"] = null,
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = Metadata.Url,
        ["AWS_ENDPOINT_URL"] = Lab.Lab.EndpointUrl,
    };

    public static async Task<TakeoverScene> StartAsync(bool verifySignatures = true) => new(await TestLab.StartRoutedAsync(verifySignatures));

    /// <summary>Runs a command of node B, which is named, in this process.</summary>
    public Task<AgentRun> RunAsync(string command, params string[] args) =>
        AgentRun.InProcessAsync([command, .. args, "--network-interface", Lab.B.NetworkInterfaceId, .. LockArguments(command), .. Lab.Connect]);

    /// <summary>Runs the executable, which finds itself by metadata.</summary>
    public Task<AgentRun> RunChildAsync(string command, params string[] args) => AgentRun.ChildAsync(Environment, Arguments(command, args));

    public ChildAgent StartChild(string command, params string[] args) => new(Environment, Arguments(command, args));

    public string WriteConfiguration(string text)
    {
        var path = Path.Combine(Directory, "overlayip.json");
        File.WriteAllText(path, text);
        return path;
    }

    public async Task AssertTargetAsync(OverlayLabNode node) => Assert.All(await Lab.TargetsAsync(), target => Assert.Equal(node.InstanceId, target));

    public async ValueTask DisposeAsync()
    {
        Metadata.Dispose();
        await Lab.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private string[] Arguments(string command, string[] args) => [command, .. args, .. LockArguments(command)];

    private string[] LockArguments(string command) => command is "status" or "check" ? [] : ["--lock-directory", Locks];
}
