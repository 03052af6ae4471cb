using System.Net;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Network.Probing;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>
/// A networked lab whose nodes have a role, as on EC2: the check is off on both, every route table sends the overlay address to node-a.
/// Whatever a test starts in it ends with it.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Overlay = Networked.Overlay;

    /// <summary>Debian's own AWS CLI: a Python environment's may come first in the PATH.</summary>
    public const string AwsCli = "/usr/bin/aws";

    /// <summary>What a node needs to take over, and no more.</summary>
    public const string FailoverPolicy = """
        { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Action": ["ec2:DescribeRouteTables", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces"], "Resource": "*" },
          { "Effect": "Allow", "Action": "ec2:ReplaceRoute", "Resource": "arn:aws:ec2:*:*:route-table/*" } ] }
        """;

    /// <summary>What aws-vpc-move-ip needs, as its users' nodes have it.</summary>
    public const string StockPolicy = """
        { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Action": "ec2:DescribeRouteTables", "Resource": "*" },
          { "Effect": "Allow", "Action": "ec2:ReplaceRoute", "Resource": "arn:aws:ec2:*:*:route-table/*" } ] }
        """;

    /// <summary>May see everything and change nothing.</summary>
    public const string ReadOnlyPolicy = """
        { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" } ] }
        """;

    private const string TrustPolicy = """
        { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } ] }
        """;

    private Scene(Networked lab) => Lab = lab;

    /// <summary>The executable, as it was built.</summary>
    public static string Agent { get; } = Path.Combine(AppContext.BaseDirectory, "overlayip");

    public Networked Lab { get; }

    /// <summary>A folder of this test's.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("overlayip-e2e-");

    public OverlayLabNode NodeA => Lab.NodeA;

    public OverlayLabNode NodeB => Lab.NodeB;

    public static async Task<Scene> StartAsync(string policy = FailoverPolicy)
    {
        var iam = new LabIam
        {
            Roles = [new LabIamRole { Name = "node", TrustPolicy = TrustPolicy, Policies = [new LabIamPolicy("overlay", policy)] }],
            InstanceProfiles = [new LabIamInstanceProfile("node", "node")],
        };
        var scene = new Scene(await Networked.StartAsync(new LabOptions { Iam = iam, Seed = null }));
        foreach (var node in new[] { scene.NodeA, scene.NodeB })
        {
            await scene.Lab.Api.DoAsync("AssociateIamInstanceProfile", ("InstanceId", node.InstanceId), ("IamInstanceProfile.Name", "node"));
            await scene.Lab.SetCheckAsync(node, false);
        }

        foreach (var table in scene.Lab.Api.Lab.RouteTableIds)
        {
            await OverlayIp.Lab.Tests.Support.TestVpc.CreateRouteAsync(scene.Lab.Api, table, $"{Overlay}/32", scene.NodeA.NetworkInterfaceId);
        }

        return scene;
    }

    /// <summary>The node that is not this one.</summary>
    public OverlayLabNode OtherThan(OverlayLabNode node) => node == NodeA ? NodeB : NodeA;

    public Task AddAddressAsync(OverlayLabNode node) => Lab.DoAsync(node, $"ip address add {Overlay}/32 dev eth0");

    /// <summary>Whether the node's system has the overlay address.</summary>
    public async Task<bool> HasAddressAsync(OverlayLabNode node) =>
        (await Lab.DoAsync(node, $"ip -oneline address show to {Overlay}")).Contains(Overlay, StringComparison.Ordinal);

    public NodeResponder Answer(OverlayLabNode node) => Lab.Answer(node);

    /// <summary>Asks from the client every 5 ms who answers.</summary>
    public AddressProbe Probe() => Lab.Probe();

    /// <summary>The AWS CLI for the stock agent, which has no parameter for an endpoint; the CLI knows AWS_ENDPOINT_URL only from 2.13 on.</summary>
    public async Task<string> WrapAwsCliAsync()
    {
        var path = Path.Combine(Folder.FullName, "aws");
        if (!File.Exists(path))
        {
            // By default it asks for the role's keys once, and waits a second for them: too little for a machine that has other work.
            await File.WriteAllTextAsync(path, $"#!/bin/sh\nexport AWS_METADATA_SERVICE_TIMEOUT=30 AWS_METADATA_SERVICE_NUM_ATTEMPTS=3\nexec {AwsCli} --endpoint-url {Lab.Api.Lab.EndpointUrl} \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return path;
    }

    /// <summary>What each route table says of the overlay address.</summary>
    public async Task<IReadOnlyList<(string Table, string? State, string? NetworkInterfaceId)>> RoutesAsync()
    {
        var routes = new List<(string, string?, string?)>();
        foreach (var table in Lab.Api.Lab.RouteTableIds)
        {
            var route = await Lab.Api.RouteAsync(table, $"{Overlay}/32");
            routes.Add((table, route?.State, route?.InterfaceId));
        }

        return routes;
    }

    public async Task<bool> IsEverywhereAtAsync(OverlayLabNode node) =>
        (await RoutesAsync()).All(route => route.State == "active" && route.NetworkInterfaceId == node.NetworkInterfaceId);

    public async Task RequireEverywhereAtAsync(OverlayLabNode node) =>
        Assert.All(await RoutesAsync(), route => Assert.Equal(("active", node.NetworkInterfaceId), (route.State, route.NetworkInterfaceId)));

    /// <summary>Waits until something is so.</summary>
    /// <returns>False when it was not within the time.</returns>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan within)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > within)
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Lab.DisposeAsync();
        }
        finally
        {
            Folder.Delete(recursive: true);
        }
    }
}
