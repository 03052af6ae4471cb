using OverlayIp.EndToEnd.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests;

/// <summary>
/// Pacemaker's <c>ocf:heartbeat:aws-vpc-move-ip</c> as Debian ships it, with Debian's AWS CLI, in a node: it asks instance metadata who it is,
/// has its role's credentials from there, and moves the address by the lab's API.
/// </summary>
public class StockAgentTests
{
    private const string OcfRoot = "/usr/lib/ocf";
    private const string StockAgent = OcfRoot + "/resource.d/heartbeat/aws-vpc-move-ip";

    // Of the resource agent API, as crm_mon shows them.
    private const int Success = 0;
    private const int GenericError = 1;
    private const int NotRunning = 7;

    [SkippableTheory]
    [InlineData("InstanceId")]
    [InlineData("NetworkInterfaceId")]
    public async Task Its_start_monitor_and_stop_work_in_a_node(string lookup)
    {
        Require();
        await using var scene = await Scene.StartAsync();
        await scene.AddAddressAsync(scene.NodeA);
        using var a = scene.Answer(scene.NodeA);
        using var b = scene.Answer(scene.NodeB);
        using var probe = scene.Probe();
        Assert.NotNull(await probe.FromAsync("node-a", Networked.Patience, CancellationToken.None));

        await ExpectAsync(NotRunning, scene, scene.NodeB, "monitor", lookup);
        await ExpectAsync(Success, scene, scene.NodeB, "start", lookup);
        await scene.RequireEverywhereAtAsync(scene.NodeB);
        Assert.True(await scene.HasAddressAsync(scene.NodeB));
        Assert.NotNull(await probe.FromAsync("node-b", Networked.Patience, CancellationToken.None));

        // With API calls: it sees that the routes are node-b's, on both nodes.
        await ExpectAsync(Success, scene, scene.NodeB, "monitor", lookup, ("monapi", "true"));
        await ExpectAsync(NotRunning, scene, scene.NodeA, "monitor", lookup, ("monapi", "true"));

        await ExpectAsync(Success, scene, scene.NodeB, "stop", lookup);
        Assert.False(await scene.HasAddressAsync(scene.NodeB));
        await ExpectAsync(NotRunning, scene, scene.NodeB, "monitor", lookup);
        // It leaves the routes to the node that starts next.
        await scene.RequireEverywhereAtAsync(scene.NodeB);
        Assert.Null(await probe.FromAsync("node-b", TimeSpan.FromMilliseconds(200), CancellationToken.None));
    }

    [SkippableFact]
    public async Task It_fails_when_the_role_of_the_instance_may_not_replace_routes()
    {
        Require();
        await using var scene = await Scene.StartAsync(Scene.ReadOnlyPolicy);
        var result = await RunAsync(scene, scene.NodeB, "start", "InstanceId", [("routing_table", scene.Lab.Api.MainTable)]);
        Assert.True(result.ExitCode == GenericError, Show(result));
        Assert.Contains("UnauthorizedOperation", result.Output + result.Error, StringComparison.Ordinal);
        await scene.RequireEverywhereAtAsync(scene.NodeA);
        Assert.False(await scene.HasAddressAsync(scene.NodeB));
    }

    public static void Require()
    {
        Networked.Require(("curl", "curl"));
        Skip.IfNot(File.Exists(StockAgent), $"There is no {StockAgent}. Debian and Ubuntu: apt-get install resource-agents.");
        Skip.IfNot(File.Exists(Scene.AwsCli), $"There is no {Scene.AwsCli}. Debian and Ubuntu: apt-get install awscli.");
    }

    private static async Task ExpectAsync(
        int exitCode, Scene scene, OverlayLabNode node, string action, string lookup, params (string Name, string Value)[] parameters)
    {
        var result = await RunAsync(scene, node, action, lookup, parameters);
        Assert.True(result.ExitCode == exitCode, $"{node.Name}: {action}: expected {exitCode}. {Show(result)}");
    }

    private static string Show(CommandResult result) => $"Exit code {result.ExitCode}\n{result.Output}{result.Error}";

    // As Pacemaker calls it: the action as argument, the parameters in the environment.
    private static async Task<CommandResult> RunAsync(
        Scene scene, OverlayLabNode node, string action, string lookup, (string Name, string Value)[] parameters)
    {
        var lab = scene.Lab.Api.Lab;
        var start = scene.Lab.Of(node).Command(StockAgent, [action]);
        start.Environment["OCF_ROOT"] = OcfRoot;
        start.Environment["OCF_RESOURCE_INSTANCE"] = "overlay-ip";
        start.Environment["OCF_RA_VERSION_MAJOR"] = "1";
        start.Environment["OCF_RA_VERSION_MINOR"] = "0";
        (string Name, string Value)[] usual =
        [
            ("ip", Scene.Overlay), ("routing_table", string.Join(',', lab.RouteTableIds)), ("interface", "eth0"), ("lookup_type", lookup),
            ("region", lab.Region), ("awscli", await scene.WrapAwsCliAsync()),
        ];
        foreach (var (name, value) in usual.Concat(parameters))
        {
            start.Environment["OCF_RESKEY_" + name] = value;
        }

        // It always names the profile "default", and the CLI wants that to be in a file.
        var configuration = Path.Combine(scene.Folder.FullName, "aws-config");
        await File.WriteAllTextAsync(configuration, $"[default]\nregion = {lab.Region}\n");
        start.Environment["AWS_CONFIG_FILE"] = configuration;
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(scene.Folder.FullName, "no-credentials");
        start.Environment["HOME"] = scene.Folder.FullName;
        return await CommandResult.OfAsync(start);
    }
}
