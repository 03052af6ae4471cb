using System.Text;
using System.Text.RegularExpressions;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Failover.ClusterConfiguration;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover.ClusterConfiguration;

/// <summary>The files of a cluster. Whether the real tools accept them is for the Pester tests, which have the tools.</summary>
public sealed class ClusterConfiguratorTests : IDisposable
{
    private static readonly ClusterPlan Plan = new()
    {
        Nodes =
        [
            new ClusterNode("node-a", RouteScene.NodeA, RouteScene.EniA, "10.0.1.10"),
            new ClusterNode("node-b", RouteScene.NodeB, RouteScene.EniB, "10.0.2.10"),
            new ClusterNode("node-c", "i-0000000c", "eni-0000000c", "10.0.3.10"),
        ],
        RouteSets = [new ClusterRouteSet(RouteDestination.Parse("10.2.0.1"), [RouteScene.Table(1), RouteScene.Table(2)])],
        Region = "eu-central-1",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overlayip-cluster");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(OverlayClusterManager.Keepalived, "VI_OVERLAY", false)]
    [InlineData(OverlayClusterManager.Systemd, null, true)]
    public void The_agent_reads_its_configuration_as_it_was_meant(OverlayClusterManager manager, string? vrrpInstance, bool setsAddress)
    {
        var file = Assert.Single(Of(manager), f => f.Node == "node-b" && f.Path.EndsWith(".json", StringComparison.Ordinal));

        var read = FailoverConfigurationReader.Parse(Encoding.UTF8.GetBytes(file.Content));

        Assert.Equal(("/etc/overlayip/overlayip.json", "eu-central-1", RouteScene.EniB), (file.Path, read.Connection.Region, read.Node?.NetworkInterfaceId));
        var set = Assert.Single(read.RouteSets);
        Assert.Equal((RouteScene.Destination, vrrpInstance, setsAddress), (set.Destination, set.VrrpInstance, set.Address is not null));
        Assert.Equal(Plan.RouteSets[0].RouteTableIds, set.Scope.RouteTableIds);
    }

    [Fact]
    public void Each_node_of_keepalived_names_its_own_address_and_those_of_all_others()
    {
        var texts = Of(OverlayClusterManager.Keepalived).Where(f => f.Path.EndsWith(".conf", StringComparison.Ordinal)).Select(f => f.Content).ToList();

        Assert.Equal(["10.0.1.10", "10.0.2.10", "10.0.3.10"], texts.Select(t => Regex.Match(t, @"unicast_src_ip (\S+)").Groups[1].Value));
        Assert.Equal(
            ["10.0.2.10 10.0.3.10", "10.0.1.10 10.0.3.10", "10.0.1.10 10.0.2.10"],
            texts.Select(t => string.Join(' ', Regex.Matches(Regex.Match(t, @"unicast_peer \{([^}]*)\}").Groups[1].Value, @"(?m)^\s*([\d.]+)").Select(m => m.Groups[1].Value))));
        Assert.Equal(["200", "150", "100"], texts.Select(t => Regex.Match(t, @"(?m)^    priority (\d+)").Groups[1].Value));
        Assert.All(texts, t => Assert.DoesNotMatch(@"(?m)^    nopreempt", t));
        Assert.All(Of(OverlayClusterManager.Keepalived, Plan with { NoPreempt = true }).Where(f => f.Path.EndsWith(".conf", StringComparison.Ordinal)), f => Assert.Matches(@"(?m)^    nopreempt", f.Content));
    }

    [Fact]
    public void Destinations_that_are_no_address_need_none()
    {
        var plan = Plan with { RouteSets = [new ClusterRouteSet(RouteDestination.Parse("10.3.0.0/24"), [RouteScene.Table(1)])] };
        Assert.Contains("    no_virtual_ipaddress", Of(OverlayClusterManager.Keepalived, plan)[0].Content, StringComparison.Ordinal);
        Assert.Equal("ClusterDestinationNotSingle", Assert.Throws<OverlayIpException>(() => Of(OverlayClusterManager.Pacemaker, plan)).ErrorId);
    }

    [Fact]
    public void A_node_is_called_by_its_name_where_that_can_be_one_and_is_the_only_one()
    {
        var scene = new RouteScene();
        scene.Ec2.Interfaces.ForEach(i => i.PrivateIpAddress = "10.0.0.10");
        var (a, b) = (scene.Ec2.Instances[0], scene.Ec2.Instances[1]);
        Assert.Equal("i-0000000a i-0000000b", Names(scene));
        (a.Tags, b.Tags) = ([new("Name", "db-1")], [new("Name", "the second")]);
        Assert.Equal("db-1 i-0000000b", Names(scene));
        b.Tags = [new("Name", "DB-1")];
        Assert.Equal("i-0000000a i-0000000b", Names(scene));
    }

    [Fact]
    public void A_file_is_written_where_it_lies_on_the_node_with_its_permissions_and_not_over_another()
    {
        var file = Of(OverlayClusterManager.Pacemaker)[1];
        var written = ClusterFileWriter.Write(_folder.FullName, file, replaces: false);

        Assert.Equal(Path.Combine(_folder.FullName, "node-a", "root", "overlayip-pcs.sh"), written.FullName);
        Assert.Equal(file.Content, File.ReadAllText(written.FullName!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal("755", Convert.ToString((int)File.GetUnixFileMode(written.FullName!), 8));

        var changed = file with { Content = "other" };
        Assert.Equal("ClusterFileExists", Assert.Throws<OverlayIpException>(() => ClusterFileWriter.Write(_folder.FullName, changed, replaces: false)).ErrorId);
        Assert.Equal(file.Content, File.ReadAllText(written.FullName!));
        ClusterFileWriter.Write(_folder.FullName, changed, replaces: true);
        Assert.Equal("other", File.ReadAllText(written.FullName!));
        Assert.Single(_folder.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_ships_as_an_example_is_what_a_Windows_cluster_gets()
    {
        var files = Of(OverlayClusterManager.WindowsCluster);
        Assert.Equal(3 * 3 + 1, files.Count);
        Assert.All(files, f => Assert.DoesNotMatch(@"[^\r]\n", f.Content));
        Assert.Contains("Function IsAlive()", files[0].Content, StringComparison.Ordinal);
    }

    private static IReadOnlyList<OverlayClusterFile> Of(OverlayClusterManager manager, ClusterPlan? plan = null) => ClusterConfigurator.FilesOf(manager, plan ?? Plan);

    private static string Names(RouteScene scene) => string.Join(' ', VirtualTime.Run(scene.Ec2.Clock, () => ClusterConfigurator.FindNodesAsync(
        scene.Ec2.Connect(), [RouteTarget.Instance(RouteScene.NodeA), RouteTarget.Instance(RouteScene.NodeB)], CancellationToken.None)).Select(n => n.Name));
}
