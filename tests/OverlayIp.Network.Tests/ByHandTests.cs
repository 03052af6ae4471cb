using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>
/// A client pings the overlay address every 5 ms and holds a TCP connection to it, while the address is switched from one
/// node to the other with what an administrator has: the agent, the cmdlet, the AWS CLI.
/// </summary>
[Collection(nameof(Alone))]
public partial class ByHandTests
{
    // 50 ms at a ping every 5 ms.
    private const int MostLost = 10;

    [SkippableTheory]
    [InlineData("agent")]
    [InlineData("cmdlet")]
    [InlineData("aws")]
    public async Task A_switch_loses_no_more_than_50_ms_of_pings(string tool)
    {
        var switching = CommandOf(tool);
        await using var lab = await Networked.StartAsync();
        await lab.OfferAsync(lab.NodeA);
        await lab.SetCheckAsync(lab.NodeB, false);
        await lab.DoAsync(lab.NodeB, $"ip address add {Networked.Overlay}/32 dev eth0");
        using var one = TcpEcho.Start(lab.Of(lab.NodeA).Namespace, Networked.Overlay);
        using var other = TcpEcho.Start(lab.Of(lab.NodeB).Namespace, Networked.Overlay);
        using var connection = TcpEcho.Connect(lab.Of(lab.Client).Namespace, Networked.Overlay);
        Assert.Equal("before", TcpEcho.Ask(connection, "before"));

        // From before the switch until after it, however long the tool takes.
        var start = lab.Of(lab.Client).Command("ping", ["-n", "-i", "0.005", "-W", "1", Networked.Overlay]);
        start.RedirectStandardOutput = true;
        using var ping = Process.Start(start)!;
        await AnsweredAsync(ping);
        var reading = ping.StandardOutput.ReadToEndAsync();
        foreach (var table in lab.Api.Lab.RouteTableIds)
        {
            var command = switching(lab, table);
            foreach (var (name, value) in lab.Api.Lab.EnvironmentVariables)
            {
                command.Environment[name] = value;
            }

            var switched = await CommandResult.OfAsync(command);
            Assert.True(switched.ExitCode == 0, $"{tool}: {switched.ExitCode}\n{switched.Output}{switched.Error}");
        }

        Assert.Throws<SocketException>(() => TcpEcho.Ask(connection, "after"));
        using var again = TcpEcho.Connect(lab.Of(lab.Client).Namespace, Networked.Overlay);
        Assert.Equal("after", TcpEcho.Ask(again, "after"));

        using var interrupt = Process.Start("kill", ["-INT", $"{ping.Id}"]);
        var report = await reading.WaitAsync(Networked.Patience);
        var counts = Counts().Match(report);
        Assert.True(counts.Success, report);
        var lost = int.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture) - int.Parse(counts.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.InRange(lost, 0, MostLost);
        Assert.Equal(lab.NodeB.NetworkInterfaceId, (await lab.Api.RouteAsync(lab.Api.MainTable, $"{Networked.Overlay}/32"))!.Value.InterfaceId);
    }

    [SkippableFact]
    public async Task The_AWS_CLI_works_within_a_node()
    {
        Networked.Require(("aws", "awscli"));
        await using var lab = await Networked.StartAsync();
        var result = await lab.RunAsync(
            lab.NodeA, Networked.Find("aws")!, "--endpoint-url", lab.Api.Lab.EndpointUrl, "ec2", "describe-instances", "--query", "Reservations[].Instances[].InstanceId", "--output", "text");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(lab.NodeB.InstanceId, result.Output, StringComparison.Ordinal);
    }

    private static async Task AnsweredAsync(Process ping)
    {
        while (await ping.StandardOutput.ReadLineAsync().WaitAsync(Networked.Patience) is { } line)
        {
            if (line.Contains("bytes from", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The pings are not answered.");
    }

    // What switches one route table; the first word of a command line that exists, or a skipped test.
    private static Func<Networked, string, ProcessStartInfo> CommandOf(string tool)
    {
        switch (tool)
        {
            case "agent":
                Networked.Require();
                return (lab, table) => new(AgentProcess.Executable, ["switch", Networked.Overlay, "--to", lab.NodeB.NetworkInterfaceId, "--route-table", table]);
            case "cmdlet":
                Networked.Require();
                Skip.If(Networked.Find("pwsh") is null, "There is no pwsh on the PATH. Install PowerShell 7.4 or later.");
                return (lab, table) => new(Networked.Find("pwsh")!,
                [
                    "-NoProfile", "-NonInteractive", "-Command",
                    $"$ErrorActionPreference = 'Stop'; Import-Module '{Module()}'; Switch-OverlayRoute {Networked.Overlay} -RouteTableId {table} -NetworkInterfaceId {lab.NodeB.NetworkInterfaceId}",
                ]);
            default:
                Networked.Require(("aws", "awscli"));
                return (lab, table) => new(Networked.Find("aws")!,
                [
                    "--endpoint-url", lab.Api.Lab.EndpointUrl, "ec2", "replace-route", "--route-table-id", table,
                    "--destination-cidr-block", $"{Networked.Overlay}/32", "--network-interface-id", lab.NodeB.NetworkInterfaceId,
                ]);
        }
    }

    private static string Module()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "OverlayIp.sln")))
        {
            directory = directory.Parent!;
        }

        return Path.Combine(directory.FullName, "out", "OverlayIp");
    }

    [GeneratedRegex("([0-9]+) packets transmitted, ([0-9]+) received")]
    private static partial Regex Counts();
}
