using System.Diagnostics;
using System.Net;
using Amazon.EC2.Model;
using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Connections;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Network.Probing;

namespace OverlayIp.Benchmarks.Keepalived;

/// <summary>
/// keepalived and the published executable in the networked lab: the master's link goes down, and a client that asks every 5 ms waits for
/// the survivor's first answer. What is ours begins when keepalived has noticed, so that time is taken off.
/// </summary>
internal sealed class KeepalivedOutageBenchmark : IBenchmark
{
    private const double MostAfterDetection = 300;

    private const string Trust = """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } ] }""";

    private const string Policy = """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["ec2:Describe*", "ec2:ReplaceRoute"], "Resource": "*" } ] }""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "keepalived-outage";

    public string Question => "How long is the outage when keepalived loses its master's link?";

    public async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        if (Executable.Find("keepalived") is null && !File.Exists("/usr/sbin/keepalived"))
        {
            return BenchmarkResult.None(this, "there is no keepalived (Debian package keepalived)");
        }

        try
        {
            var iam = new LabIam
            {
                Roles = [new LabIamRole { Name = "node", TrustPolicy = Trust, Policies = [new LabIamPolicy("overlay", Policy)] }],
                InstanceProfiles = [new LabIamInstanceProfile("node", "node")],
            };
            await using var server = await LabServer.StartAsync(new LabOptions { Network = true, Iam = iam, VerifySignatures = false }, cancellationToken);
            return await MeasureAsync(server, options.Agent ?? await AgentBuild.PublishAsync(cancellationToken), options.Runs ?? 20, cancellationToken);
        }
        catch (OverlayIpException impossible) when (impossible.ErrorId == "LabNetworkNotPossible")
        {
            return BenchmarkResult.None(this, $"{impossible.Message} {impossible.RecommendedAction}");
        }
    }

    private async Task<BenchmarkResult> MeasureAsync(LabServer server, string agent, int runs, CancellationToken cancellationToken)
    {
        var lab = server.Describe();
        await FurnishAsync(lab, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("overlayip-benchmark-");
        try
        {
            var address = IPAddress.Parse(BenchmarkLab.Address);
            var nodes = lab.Nodes.Select(node => server.Network!.FindNode(node.InstanceId)!).ToArray();
            using var a = NodeResponder.Start(nodes[0], address);
            using var b = NodeResponder.Start(nodes[1], address);
            using var probe = AddressProbe.Start(server.Network!.FindNode(lab.Clients[0].InstanceId)!, address, TimeSpan.FromMilliseconds(5));
            using var first = KeepalivedDaemon.Start(lab.Nodes[0], nodes[0], lab.Nodes[1].PrivateIpAddress, 150, agent, lab.EndpointUrl, folder.FullName);
            await AnsweredAsync(probe, first, cancellationToken);
            using var second = KeepalivedDaemon.Start(lab.Nodes[1], nodes[1], lab.Nodes[0].PrivateIpAddress, 50, agent, lab.EndpointUrl, folder.FullName);
            await UntilAsync(() => Task.FromResult(second.TimesBackup > 0), second, cancellationToken);

            var outages = new List<(double Outage, double AfterDetection)>();
            var (master, survivor) = (first, second);
            for (var run = 0; run <= runs; run++)
            {
                var outage = await FailOverAsync(probe, master, survivor, cancellationToken);
                (master, survivor) = (survivor, master);

                // The first one warms the page cache.
                if (run > 0)
                {
                    outages.Add((outage, outage - master.DetectionMilliseconds));
                    await Console.Error.WriteLineAsync($"  {master.Node.Name}: {Timings.Show(outage)}");
                }
            }

            return Describe(outages);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private BenchmarkResult Describe(List<(double Outage, double AfterDetection)> outages)
    {
        Timings[] timings = [new("outage", [.. outages.Select(o => o.Outage)]), new("outage without detection", [.. outages.Select(o => o.AfterDetection)])];
        return new BenchmarkResult
        {
            Name = Name,
            Title = "keepalived, 100 ms advertisements: the master's link goes down",
            Header = ["what", "median", "range", "runs"],
            Rows = [.. timings.Select(t => (string[])[t.What, .. t.Cells])],
            Timings = timings,
            Goals = [new Goal("median outage beyond detection (3 intervals and the skew), in ms", timings[1].Median, MostAfterDetection)],
            Notes = ["Detection counts from the last advertisement, which may be up to 100 ms older than the fault: what is beyond it is up to that much more than shown."],
        };
    }

    private static async Task FurnishAsync(OverlayLab lab, CancellationToken cancellationToken)
    {
        using var connection = await Ec2ConnectionFactory.OpenAsync(
            new ConnectionSettings { Region = lab.Region, EndpointUrl = lab.EndpointUrl, Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey) },
            cancellationToken);
        foreach (var node in lab.Nodes)
        {
            await AssociateRoleAsync(lab, node, cancellationToken);
            await connection.Client.ModifyNetworkInterfaceAttributeAsync(
                new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = node.NetworkInterfaceId, SourceDestCheck = false }, cancellationToken);
        }

        foreach (var table in lab.RouteTableIds)
        {
            await connection.Client.CreateRouteAsync(
                new CreateRouteRequest { RouteTableId = table, DestinationCidrBlock = BenchmarkLab.Destination.ToString(), NetworkInterfaceId = lab.Nodes[0].NetworkInterfaceId },
                cancellationToken);
        }
    }

    // No part of the client, so the lab takes it unsigned.
    private static async Task AssociateRoleAsync(OverlayLab lab, OverlayLabNode node, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(
            [new("Action", "AssociateIamInstanceProfile"), new("Version", "2016-11-15"), new("InstanceId", node.InstanceId), new("IamInstanceProfile.Name", "node")]);
        using var answer = await http.PostAsync(new Uri(lab.EndpointUrl), form, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"AssociateIamInstanceProfile: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    // Milliseconds from the master's last answer to the survivor's first; afterwards the old master is back as the backup.
    private static async Task<double> FailOverAsync(AddressProbe probe, KeepalivedDaemon master, KeepalivedDaemon survivor, CancellationToken cancellationToken)
    {
        var (before, times) = (probe.Now, master.TimesBackup);
        await master.IpAsync("link set eth0 down", cancellationToken);
        await AnsweredAsync(probe, survivor, cancellationToken);
        var answers = probe.Answers;
        var first = answers.First(answer => answer.Name == survivor.Node.Name && answer.ReceivedAt > before);
        var last = answers.Last(answer => answer.Name == master.Node.Name);
        await master.IpAsync("link set eth0 up", cancellationToken);
        var network = master.Self.PrivateIpAddress[..master.Self.PrivateIpAddress.LastIndexOf('.')];
        await master.IpAsync($"route replace default via {network}.1 dev eth0 onlink", cancellationToken);
        await UntilAsync(
            async () => master.TimesBackup > times && (await master.IpAsync($"-oneline address show to {BenchmarkLab.Address}", cancellationToken)).Length == 0,
            master, cancellationToken);

        // Scripts of this failover are not to run into the next.
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        return (first.ReceivedAt - last.ReceivedAt).TotalMilliseconds;
    }

    private static async Task AnsweredAsync(AddressProbe probe, KeepalivedDaemon by, CancellationToken cancellationToken)
    {
        if (await probe.FromAsync(by.Node.Name, Patience, cancellationToken) is null)
        {
            throw new InvalidOperationException($"{by.Node.Name} does not answer.\n{by.Log}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, KeepalivedDaemon daemon, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"{daemon.Node.Name} did not become the backup.\n{daemon.Log}");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
