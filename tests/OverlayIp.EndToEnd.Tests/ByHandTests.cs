using System.Diagnostics;
using System.Net.Sockets;
using OverlayIp.EndToEnd.Tests.Support;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests;

/// <summary>An administrator moves the address, while a client asks it every 5 ms and holds a TCP connection to it.</summary>
public class ByHandTests
{
    // 50 ms at a question every 5 ms.
    private const int MostLost = 10;

    private static readonly TimeSpan Patience = Networked.Patience;

    [SkippableTheory]
    [InlineData("engine")]
    [InlineData("overlayip switch")]
    [InlineData("overlayip takeover")]
    [InlineData("Switch-OverlayRoute")]
    public async Task A_move_loses_a_few_packets_at_most_and_resets_the_TCP_connection(string tool)
    {
        Networked.Require();
        var module = Module();
        if (tool == "Switch-OverlayRoute")
        {
            Skip.If(Networked.Find("pwsh") is null, "There is no pwsh on the PATH. Install PowerShell 7.4 or later.");
            Skip.If(module is null, "The module is not assembled. Run dotnet build.");
        }

        await using var scene = await Scene.StartAsync();
        await scene.AddAddressAsync(scene.NodeA);
        if (tool != "overlayip takeover")
        {
            await scene.AddAddressAsync(scene.NodeB);
        }

        using var a = scene.Answer(scene.NodeA);
        using var b = scene.Answer(scene.NodeB);
        using var old = TcpEcho.Start(scene.Lab.Of(scene.NodeA).Namespace, Scene.Overlay);
        using var connection = TcpEcho.Connect(scene.Lab.Of(scene.Lab.Client).Namespace, Scene.Overlay);
        Assert.Equal("before", TcpEcho.Ask(connection, "before"));
        using var probe = scene.Probe();
        Assert.NotNull(await probe.FromAsync("node-a", Patience, CancellationToken.None));

        await MoveAsync(tool, scene, module);
        await scene.RequireEverywhereAtAsync(scene.NodeB);
        var moved = await probe.FromAsync("node-b", Patience, CancellationToken.None);
        Assert.NotNull(moved);

        // node-b knows nothing of the connection.
        var broken = Assert.Throws<SocketException>(() => TcpEcho.Ask(connection, "after"));
        Assert.Equal(SocketError.ConnectionReset, broken.SocketErrorCode);
        using var fresh = TcpEcho.Start(scene.Lab.Of(scene.NodeB).Namespace, Scene.Overlay);
        using var again = TcpEcho.Connect(scene.Lab.Of(scene.Lab.Client).Namespace, Scene.Overlay);
        Assert.Equal("after", TcpEcho.Ask(again, "after"));

        await probe.EndAsync(CancellationToken.None);
        Assert.InRange(probe.Sent - probe.Answers.Count, 0, MostLost);
        Assert.DoesNotContain(probe.Answers, answer => answer.SentAt > moved.ReceivedAt && answer.Name != "node-b");
        Assert.Equal(probe.Answers.Count, probe.Answers.Select(answer => answer.Sequence).Distinct().Count());
    }

    [SkippableFact]
    public async Task A_TCP_connection_that_is_silent_meanwhile_survives_a_move_and_the_move_back()
    {
        Networked.Require();
        await using var scene = await Scene.StartAsync();
        await scene.AddAddressAsync(scene.NodeA);
        await scene.AddAddressAsync(scene.NodeB);
        using var server = TcpEcho.Start(scene.Lab.Of(scene.NodeA).Namespace, Scene.Overlay);
        using var connection = TcpEcho.Connect(scene.Lab.Of(scene.Lab.Client).Namespace, Scene.Overlay);
        Assert.Equal("before", TcpEcho.Ask(connection, "before"));
        await SwitchAsync(scene, scene.NodeB);
        await SwitchAsync(scene, scene.NodeA);
        Assert.Equal("after", TcpEcho.Ask(connection, "after"));
    }

    private static async Task MoveAsync(string tool, Scene scene, string? module)
    {
        var (lab, target) = (scene.Lab.Api.Lab, scene.NodeB);
        switch (tool)
        {
            case "engine":
                await SwitchAsync(scene, target);
                return;
            case "overlayip switch":
                await SucceedAsync(Outside(lab, Scene.Agent, ["switch", Scene.Overlay, "--to", target.InstanceId, "--from", scene.NodeA.InstanceId]));
                return;
            case "overlayip takeover":
                // In the node: it finds itself by instance metadata, has its role's credentials, and sets the address first.
                await SucceedAsync(scene.Lab.Of(target).Command(Scene.Agent, ["takeover", Scene.Overlay, "--address"]));
                Assert.True(await scene.HasAddressAsync(target));
                return;
            default:
                await SucceedAsync(Outside(lab, Networked.Find("pwsh")!,
                [
                    "-NoProfile", "-NonInteractive", "-Command",
                    $"$ErrorActionPreference = 'Stop'; Import-Module '{module}'; Get-OverlayRoute {Scene.Overlay} | Switch-OverlayRoute -InstanceId {target.InstanceId}",
                ]));
                return;
        }
    }

    private static async Task SwitchAsync(Scene scene, OverlayLabNode to)
    {
        var lab = scene.Lab.Api.Lab;
        var settings = new ConnectionSettings
        {
            Region = lab.Region,
            EndpointUrl = lab.EndpointUrl,
            Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
        };
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
        var request = new SwitchRoutePlanRequest { Destination = RouteDestination.Parse(Scene.Overlay), Target = RouteTarget.Instance(to.InstanceId) };
        var plan = await new RoutePlanner(connection).PlanSwitchAsync(request, CancellationToken.None);
        var execution = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), Silence.Instance, CancellationToken.None);
        Assert.True(execution.Succeeded);
    }

    // On the machine itself, with the lab's keys.
    private static ProcessStartInfo Outside(OverlayLab lab, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in lab.EnvironmentVariables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task SucceedAsync(ProcessStartInfo start)
    {
        var result = await CommandResult.OfAsync(start);
        Assert.True(result.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {result.ExitCode}\n{result.Output}{result.Error}");
    }

    private static string? Module()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OverlayIp.sln")))
        {
            folder = folder.Parent;
        }

        return folder is not null && Path.Combine(folder.FullName, "out", "OverlayIp") is var module && File.Exists(Path.Combine(module, "OverlayIp.dll")) ? module : null;
    }

    private sealed class Silence : IOperationObserver
    {
        public static Silence Instance { get; } = new();

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Progress(string activity, string status, int done, int total)
        {
        }
    }
}
