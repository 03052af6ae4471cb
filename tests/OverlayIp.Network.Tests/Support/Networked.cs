using System.Diagnostics;
using System.Net;
using OverlayIp.Lab;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Network.Probing;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Network.Tests.Support;

/// <summary>A networked lab of one test: its API, and commands in its instances.</summary>
internal sealed class Networked : IAsyncDisposable
{
    /// <summary>The overlay address that tests move.</summary>
    public const string Overlay = "10.2.0.1";

    /// <summary>What ends only by a signal, for a shell; it says when it is there.</summary>
    public const string LeftBehind = "echo there; exec sleep 600";

    /// <summary>How long what must happen may take: on a machine with other work a long time, and where all is well none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Networked(LabClient api) => Api = api;

    public LabClient Api { get; }

    public OverlayLabNode NodeA => Api.NodeA;

    public OverlayLabNode NodeB => Api.NodeB;

    public OverlayLabNode Client => Api.Lab.Clients[0];

    public static async Task<Networked> StartAsync(LabOptions? options = null)
    {
        Require();
        return new Networked(await LabClient.StartAsync((options ?? new LabOptions()) with { Network = true }));
    }

    /// <summary>Skips the test where there can be no network.</summary>
    public static void Require(params (string Program, string Package)[] more)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Network namespaces are Linux's.");
        Skip.IfNot(Environment.IsPrivilegedProcess, "A lab's network needs root.");
        foreach (var (program, package) in (IEnumerable<(string, string)>)[("ip", "iproute2"), ("nft", "nftables"), ("ping", "iputils-ping"), .. more])
        {
            Skip.If(Find(program) is null, $"The command {program} is not installed. Debian and Ubuntu: apt-get install {package}.");
        }
    }

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    public NetworkedLabNode Of(OverlayLabNode node) =>
        Api.Server.Network!.FindNode(node.InstanceId) ?? throw new InvalidOperationException($"{node.Name} does not run.");

    /// <summary>Runs a command in an instance.</summary>
    public Task<CommandResult> RunAsync(OverlayLabNode node, string program, params string[] arguments) => CommandResult.OfAsync(Of(node).Command(program, arguments));

    /// <summary>Leaves a process in an instance that ends only by a signal.</summary>
    public static Task<Process> LeaveAsync(NetworkedLabNode node) => LeaveAsync(node.Command("sh", ["-c", LeftBehind]));

    /// <summary>Starts <see cref="LeftBehind"/> somewhere, and waits until it is there.</summary>
    public static async Task<Process> LeaveAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        Assert.Equal("there", await process.StandardOutput.ReadLineAsync());
        return process;
    }

    /// <summary>Runs a command in an instance that must succeed, and answers its output.</summary>
    public async Task<string> DoAsync(OverlayLabNode node, string command)
    {
        var words = command.Split(' ');
        var result = await RunAsync(node, words[0], words[1..]);
        Assert.True(result.ExitCode == 0, $"{node.Name}: {command}: {result.ExitCode}\n{result.Output}{result.Error}");
        return result.Output;
    }

    /// <summary>True when one of three pings, 0.1 s apart, is answered.</summary>
    public async Task<bool> ReachesAsync(OverlayLabNode from, string address, params string[] options) =>
        (await RunAsync(from, "ping", ["-n", "-q", "-c", "3", "-i", "0.1", "-W", "1", .. options, address])).ExitCode == 0;

    /// <summary>Has a node answer at the overlay address with its name, whenever it has the address.</summary>
    public NodeResponder Answer(OverlayLabNode node) => NodeResponder.Start(Of(node), IPAddress.Parse(Overlay));

    /// <summary>Asks from the client every 5 ms who answers.</summary>
    public AddressProbe Probe() => AddressProbe.Start(Of(Client), IPAddress.Parse(Overlay), TimeSpan.FromMilliseconds(5));

    /// <summary>Waits until a node answers a question that is asked after now.</summary>
    public static async Task AnsweredAsync(AddressProbe probe, OverlayLabNode by) => Assert.True(
        await probe.FromAsync(by.Name, Patience, CancellationToken.None) is not null,
        $"{by.Name} did not answer within {Patience.TotalSeconds} s; the last to do so was {probe.Last?.Name ?? "nobody"}.");

    /// <summary>Every condition for the overlay address: check off, address on the node, a route in every table.</summary>
    public async Task OfferAsync(OverlayLabNode node)
    {
        await SetCheckAsync(node, false);
        await DoAsync(node, $"ip address add {Overlay}/32 dev eth0");
        foreach (var table in Api.Lab.RouteTableIds)
        {
            await TestVpc.CreateRouteAsync(Api, table, $"{Overlay}/32", node.NetworkInterfaceId);
        }
    }

    public Task SetCheckAsync(OverlayLabNode node, bool enabled) => Api.DoAsync(
        "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", node.NetworkInterfaceId), ("SourceDestCheck.Value", enabled ? "true" : "false"));

    public async Task SwitchAsync(OverlayLabNode to)
    {
        foreach (var table in Api.Lab.RouteTableIds)
        {
            await SwitchAsync(table, to);
        }
    }

    public Task SwitchAsync(string table, OverlayLabNode to) => Api.DoAsync(
        "ReplaceRoute", ("RouteTableId", table), ("DestinationCidrBlock", $"{Overlay}/32"), ("NetworkInterfaceId", to.NetworkInterfaceId));

    /// <summary>Makes a group that lets everything out and nothing in.</summary>
    public async Task<string> CreateGroupAsync(string name) =>
        (await Api.DoAsync("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", "A test's"), ("VpcId", Api.Lab.VpcId!))).Text("groupId")!;

    public Task SetGroupsAsync(OverlayLabNode node, params string[] groups) => Api.DoAsync(
        "ModifyNetworkInterfaceAttribute",
        [("NetworkInterfaceId", node.NetworkInterfaceId), .. groups.Select((group, index) => ($"SecurityGroupId.{index + 1}", group))]);

    public Task AllowAsync(string group, string protocol, int from, int to, string peer) => Api.DoAsync("AuthorizeSecurityGroupIngress", Permission(group, protocol, from, to, peer));

    public Task RevokeAsync(string group, string protocol, int from, int to, string peer) => Api.DoAsync("RevokeSecurityGroupIngress", Permission(group, protocol, from, to, peer));

    /// <summary>Makes a network ACL that denies everything.</summary>
    public async Task<string> CreateAclAsync() => (await Api.DoAsync("CreateNetworkAcl", ("VpcId", Api.Lab.VpcId!))).Text("networkAclId")!;

    public async Task<string> DefaultAclAsync() => (await Api.DoAsync(
        "DescribeNetworkAcls", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", Api.Lab.VpcId!), ("Filter.2.Name", "default"), ("Filter.2.Value.1", "true"))).Text("networkAclId")!;

    /// <summary>Gives a node's subnet another network ACL.</summary>
    public async Task SetAclAsync(OverlayLabNode node, string acl)
    {
        var shown = await Api.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", node.SubnetId));
        var association = shown.Items("associationSet").Single(item => item.Child("subnetId") == node.SubnetId).Child("networkAclAssociationId")!;
        await Api.DoAsync("ReplaceNetworkAclAssociation", ("AssociationId", association), ("NetworkAclId", acl));
    }

    /// <summary>Adds a rule; the numbers are ports, or an ICMP type and code.</summary>
    public Task AddAclEntryAsync(string acl, int number, bool isEgress, string protocol, int from, int to, string block, string action = "allow") => Api.DoAsync(
        "CreateNetworkAclEntry",
        [
            ("NetworkAclId", acl), ("RuleNumber", $"{number}"), ("RuleAction", action), ("Egress", isEgress ? "true" : "false"),
            (block.Contains(':', StringComparison.Ordinal) ? "Ipv6CidrBlock" : "CidrBlock", block),
            .. protocol switch
            {
                "tcp" => new[] { ("Protocol", "6"), ("PortRange.From", $"{from}"), ("PortRange.To", $"{to}") },
                "icmp" => [("Protocol", "1"), ("Icmp.Type", $"{from}"), ("Icmp.Code", $"{to}")],
                _ => [("Protocol", protocol)],
            },
        ]);

    /// <summary>Launches an instance and waits until it runs.</summary>
    public async Task<OverlayLabNode> LaunchAsync(string subnetId, string name, params (string Name, string Value)[] more)
    {
        var answer = await Api.DoAsync(
            "RunInstances",
            [
                ("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnetId),
                ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", name), .. more,
            ]);
        var node = new OverlayLabNode
        {
            Name = name,
            InstanceId = answer.Text("instanceId")!,
            NetworkInterfaceId = answer.Text("networkInterfaceId")!,
            PrivateIpAddress = answer.Text("privateIpAddress")!,
            SubnetId = subnetId,
            AvailabilityZone = answer.Text("availabilityZone")!,
            VpcId = answer.Text("vpcId")!,
            State = "pending",
        };
        await UntilAsync(node, "running");
        return node;
    }

    public Task UntilAsync(OverlayLabNode node, string state) => Until.TrueAsync(
        async () =>
        {
            var answer = await Api.DoAsync("DescribeInstances", ("InstanceId.1", node.InstanceId));
            // The namespace comes and goes a moment after the state that the clock alone makes true.
            return answer.Items("instancesSet")[0].Elements().First(element => element.Name.LocalName == "instanceState").Child("name") == state
                && state == "running" == Api.Server.Network!.FindNode(node.InstanceId) is not null;
        },
        Patience, () => $"{node.Name} did not become {state}.");

    private static (string, string)[] Permission(string group, string protocol, int from, int to, string peer) =>
    [
        ("GroupId", group),
        ("IpPermissions.1.IpProtocol", protocol),
        ("IpPermissions.1.FromPort", $"{from}"),
        ("IpPermissions.1.ToPort", $"{to}"),
        (peer.StartsWith("sg-", StringComparison.Ordinal) ? "IpPermissions.1.Groups.1.GroupId"
            : peer.Contains(':', StringComparison.Ordinal) ? "IpPermissions.1.Ipv6Ranges.1.CidrIpv6" : "IpPermissions.1.IpRanges.1.CidrIp", peer),
    ];

    public async ValueTask DisposeAsync()
    {
        // Before anything is taken down: what a test found is told apart from what the network could not do.
        var problems = Api.Server.Describe().NetworkProblems;
        await Api.DisposeAsync();
        Assert.Empty(problems);
    }
}

/// <summary>What a command has answered.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public static async Task<CommandResult> OfAsync(ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return new CommandResult(process.ExitCode, await output, await error);
    }
}
