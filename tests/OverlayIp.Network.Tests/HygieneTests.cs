using System.Diagnostics;
using System.Text.Json;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>A lab leaves nothing behind, and nobody else's network is touched.</summary>
[Collection(nameof(Alone))]
public class HygieneTests
{
    [SkippableFact]
    public async Task The_machines_own_network_is_what_it_was_and_nothing_is_left()
    {
        Networked.Require();
        var before = await MachineAsync();
        string id;
        await using (var lab = await Networked.StartAsync())
        {
            id = lab.Api.Server.Network!.Id;
            await lab.OfferAsync(lab.NodeA);
            await lab.SetGroupsAsync(lab.NodeB, await lab.CreateGroupAsync("closed"));
            await lab.SetAclAsync(lab.NodeB, await lab.CreateAclAsync());
            var transit = await TransitLab.CreateAsync(lab.Api);
            var pcx = (await lab.Api.DoAsync("CreateVpcPeeringConnection", ("VpcId", lab.Api.Lab.VpcId!), ("PeerVpcId", transit.OutsideVpcId))).Text("vpcPeeringConnectionId")!;
            await lab.Api.DoAsync("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", pcx));
            await lab.Api.DoAsync("StopInstances", ("InstanceId.1", lab.NodeB.InstanceId));
            using var left = await Networked.LeaveAsync(lab.Of(lab.NodeA));
            Assert.Equal(before, await MachineAsync());
            Assert.NotEmpty(Spaces(id));
        }

        Assert.Equal(before, await MachineAsync());
        Assert.Empty(Spaces(id));
        Assert.False(File.Exists($"/run/overlayip/labs/{id}.json"));
    }

    [SkippableFact]
    public async Task Processes_in_the_instances_end_with_the_lab()
    {
        var lab = await Networked.StartAsync();
        var start = lab.Of(lab.NodeA).Command("sh", ["-c", "trap '' TERM INT HUP; echo ready; while :; do sleep 0.1; done"]);
        start.RedirectStandardOutput = true;
        using var left = Process.Start(start)!;
        Assert.Equal("ready", await left.StandardOutput.ReadLineAsync());
        await lab.DisposeAsync();
        await left.WaitForExitAsync().WaitAsync(Networked.Patience);
        Assert.Equal(137, left.ExitCode);
    }

    [SkippableFact]
    public async Task Two_labs_do_not_notice_each_other()
    {
        await using var one = await Networked.StartAsync();
        await using var two = await Networked.StartAsync();
        await one.OfferAsync(one.NodeA);
        Assert.True(await one.ReachesAsync(one.Client, Networked.Overlay));
        Assert.False(await two.ReachesAsync(two.Client, Networked.Overlay));
        Assert.True(await two.ReachesAsync(two.Client, two.NodeA.PrivateIpAddress));
        await two.DisposeAsync();
        Assert.True(await one.ReachesAsync(one.Client, Networked.Overlay));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_crashed_lab_left_is_cleared_away(bool byTheNextStart)
    {
        using var machine = await OwnRun.StartAsync();
        using var agent = AgentProcess.StartLab(machine);
        await agent.StandsAsync();
        var id = Assert.Single(machine.Labs());
        using var left = await Networked.LeaveAsync(machine.Command(AgentProcess.Executable, "lab", "exec", "node-a", "--", "sh", "-c", Networked.LeftBehind));
        agent.Kill();
        Assert.NotEmpty(machine.Spaces(id));
        if (byTheNextStart)
        {
            using var next = AgentProcess.StartLab(machine);
            await next.StandsAsync();
            Assert.DoesNotContain(id, machine.Labs());
            await next.TerminateAsync();
        }
        else
        {
            var cleaned = await CommandResult.OfAsync(machine.Command(AgentProcess.Executable, "lab", "clean", "--json"));
            Assert.Equal(0, cleaned.ExitCode);
            Assert.Equal(id, Assert.Single(JsonDocument.Parse(cleaned.Output).RootElement.GetProperty("labs").EnumerateArray().Select(one => one.GetProperty("id").GetString())));
        }

        Assert.Empty(machine.Spaces(id));
        Assert.Empty(machine.Labs());
        await left.WaitForExitAsync().WaitAsync(Networked.Patience);
    }

    // A lab that ends kills by these numbers: in one that was given away it would kill what another lab has begun.
    [SkippableFact]
    public async Task The_number_of_a_namespace_that_is_held_is_given_to_no_other()
    {
        Networked.Require();
        var name = $"ovip-test-{Environment.ProcessId}";
        await IpAsync("add", name);
        var number = InNamespace.Do(name, NamespaceScope.CurrentId);
        using var hold = new NamespaceHold();
        Assert.True(hold.Add(name));
        await IpAsync("delete", name);
        for (var i = 0; i < 20; i++)
        {
            await IpAsync("add", name);
            var next = InNamespace.Do(name, NamespaceScope.CurrentId);
            await IpAsync("delete", name);
            Assert.NotEqual(number, next);
        }

        Assert.False(hold.Add(name));
    }

    [SkippableFact]
    public async Task A_lab_that_runs_is_not_cleaned()
    {
        await using var lab = await Networked.StartAsync();
        Assert.DoesNotContain(NetworkedLabs.Clean(), cleaned => cleaned.Id == lab.Api.Server.Network!.Id);
        Assert.True(await lab.ReachesAsync(lab.Client, lab.NodeA.PrivateIpAddress));
    }

    [SkippableFact]
    public async Task A_process_that_ends_without_stopping_its_lab_takes_it_down()
    {
        Networked.Require();
        using var agent = AgentProcess.StartLab();
        var id = (await agent.ReadyAsync()).Id;
        await agent.TerminateAsync();
        Assert.Empty(Spaces(id));
    }

    private static async Task IpAsync(string action, string name)
    {
        var result = await CommandResult.OfAsync(new ProcessStartInfo(Networked.Find("ip")!, ["netns", action, name]));
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static string[] Spaces(string id) => Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", $"ovip-{id}-*") : [];

    // Counters and ages move by themselves and are left out.
    private static async Task<string> MachineAsync()
    {
        var text = new StringWriter();
        foreach (var command in new[] { "ip -json address", "ip -json -4 route show table all", "ip -json -6 route show table all", "ip -json rule", "ip -json -6 rule", "nft -s list ruleset" })
        {
            var words = command.Split(' ');
            var result = await CommandResult.OfAsync(new ProcessStartInfo(Networked.Find(words[0])!, words[1..]));
            text.WriteLine(command);
            text.WriteLine(System.Text.RegularExpressions.Regex.Replace(result.Output, "\"(expires|valid_life_time|preferred_life_time)\":[0-9]+", ""));
        }

        foreach (var file in Directory.EnumerateFiles("/proc/sys/net", "*", SearchOption.AllDirectories).Where(IsSetting).Order(StringComparer.Ordinal))
        {
            text.WriteLine($"{file} = {ReadSetting(file)}");
        }

        return text.ToString();
    }

    // Those that count or age by themselves.
    private static bool IsSetting(string file) => !file.Contains("nf_conntrack", StringComparison.Ordinal) && !file.EndsWith("/flush", StringComparison.Ordinal);

    private static string ReadSetting(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return "unreadable";
        }
        catch (UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
