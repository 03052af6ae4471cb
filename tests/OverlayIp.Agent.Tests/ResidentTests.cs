using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary><c>overlayip agent</c>, the built executable on node B, with a lab whose address is on node A.</summary>
public class ResidentTests
{
    private const string Destination = "10.2.0.1";

    [SkippableFact]
    public async Task Lines_of_the_FIFO_move_the_routes_and_every_move_is_told()
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var agent = await StartAgentAsync(scene, path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Fifo(scene)));

        await WriteAsync(scene, "INSTANCE \"VI_1\" BACKUP 100\nINSTANCE \"VI_1\" MAS");
        await WriteAsync(scene, "TER 100\n");
        Assert.Contains("3 route table(s) now point to", await ReadLineAsync(agent, "event=takeover"), StringComparison.Ordinal);
        await scene.AssertTargetAsync(scene.Lab.B);

        await WriteAsync(scene, "INSTANCE \"VI_1\" STOP 100\n");
        await ReadLineAsync(agent, "STOP 100: nothing to remove");
        agent.Signal(ChildAgent.SigTerm);
        var run = await agent.WaitAsync();
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("event=stop", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Fifo(scene)));
        Assert.False(File.Exists(Path.Combine(scene.Locks, "agent.sock")));
    }

    [SkippableFact]
    public async Task A_FIFO_that_was_removed_is_made_again()
    {
        await using var scene = await StartAsync();
        using var agent = await StartAgentAsync(scene, WriteConfiguration(scene));
        for (var i = 0; i < 3; i++)
        {
            File.Delete(Fifo(scene));
            await Until.TrueAsync(() => File.Exists(Fifo(scene)));

            // Its writer has gone, and comes back. As keepalived does, it stays: what is in a FIFO that the agent has made and not yet opened goes
            // with the last who has it open.
            await using var keepalived = Open(scene);
            await keepalived.WriteAsync("INSTANCE \"VI_1\" BACKUP 100\n"u8.ToArray());
            await ReadLineAsync(agent, "event=release");
        }
    }

    [SkippableTheory]
    [InlineData("file", "FifoInvalid")]
    [InlineData("link", "FifoUnsafe")]
    [InlineData("open to all", "FifoUnsafe")]
    [InlineData("no directory", "FifoUnavailable")]
    public async Task What_others_could_write_to_is_refused(string what, string errorId)
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        switch (what)
        {
            case "file": await File.WriteAllTextAsync(Fifo(scene), "INSTANCE \"VI_1\" MASTER 100\n"); break;
            case "link": File.CreateSymbolicLink(Fifo(scene), "/dev/null"); break;
            case "open to all":
                using (var made = System.Diagnostics.Process.Start("mkfifo", ["-m", "666", Fifo(scene)]))
                    await made.WaitForExitAsync();
                break;
        }

        var run = await AgentRun.ChildAsync(
            scene.Environment, "agent", "--config", path, "--fifo", what == "no directory" ? "/no/such/directory/vrrp.fifo" : Fifo(scene));
        Assert.Equal([errorId], run.ErrorIds);
        Assert.Empty(scene.Lab.Changes());
    }

    [SkippableFact]
    public async Task One_shot_commands_let_the_agent_do_it_when_it_has_the_same_configuration()
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var agent = await StartAgentAsync(scene, path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Path.Combine(scene.Locks, "agent.sock")));

        var status = await AskAsync(scene, "status", "--node", "--config", path, "--json");
        Assert.Equal((7, ""), (status.Code, status.Error));
        Assert.Equal("none", status.Json.GetProperty("routeSets")[0].GetProperty("holds").GetString());

        var asked = scene.Metadata.Requests.Count;
        var takeover = await AskAsync(scene, "takeover", "--config", path, "--json", "--verbose");
        Assert.Equal(0, takeover.Code);
        Assert.Contains("does it", takeover.Error, StringComparison.Ordinal);
        Assert.True(takeover.Json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(asked, scene.Metadata.Requests.Count);
        await scene.AssertTargetAsync(scene.Lab.B);
        Assert.Equal(0, (await AskAsync(scene, "status", "--node", "--config", path)).Code);

        var notify = await AskAsync(scene, "notify", "--config", path, "INSTANCE", "VI_1", "BACKUP", "100", "--verbose");
        Assert.Equal(0, notify.Code);
        Assert.Contains("does it", notify.Error, StringComparison.Ordinal);
        await ReadLineAsync(agent, "event=release");
    }

    [SkippableTheory]
    [InlineData("another configuration")]
    [InlineData("an option")]
    [InlineData("a destination of its own")]
    [InlineData("a stopped agent")]
    public async Task One_shot_commands_do_it_themselves_when_the_agent_cannot(string why)
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var agent = await StartAgentAsync(scene, path);
        string[] args = ["takeover", "--config", path, "--verbose"];
        switch (why)
        {
            case "another configuration": await File.AppendAllTextAsync(path, "// edited\n"); break;
            case "an option": args = [.. args, "--force"]; break;
            case "a destination of its own": args = [.. args, Destination, "10.9.9.9"]; break;
            default: agent.Signal(19); break;
        }

        var run = await RunAsync(scene, args);
        Assert.Equal(why == "a destination of its own" ? 1 : 0, run.Code);
        Assert.DoesNotContain("does it.", run.Error, StringComparison.Ordinal);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [SkippableFact]
    public async Task There_is_one_agent_and_its_socket_survives_a_kill()
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var first = await StartAgentAsync(scene, path);
        var second = await AgentRun.ChildAsync(scene.Environment, "agent", "--config", path);
        Assert.Equal(3, second.Code);
        Assert.Equal(["AgentRunning"], second.ErrorIds);

        first.Signal(9);
        await first.WaitAsync();
        Assert.Equal(0, (await RunAsync(scene, "takeover", "--config", path)).Code);
        using var third = await StartAgentAsync(scene, path);
        Assert.Contains("does it", (await AskAsync(scene, "takeover", "--config", path, "--verbose")).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Requests_that_make_no_sense_are_answered_and_do_no_harm()
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var agent = await StartAgentAsync(scene, path);
        scene.Lab.Server.ClearCalls();
        foreach (var nonsense in (string[])["\n", "hello\n", "{}\n", Request(path, "dance"), Request(path, "notify"), """{"version":99,"command":"takeover","configuration":"","timeoutSeconds":1}""" + "\n"])
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(scene.Locks, "agent.sock")));
            socket.Send(Encoding.UTF8.GetBytes(nonsense));
            using var reader = new StreamReader(new NetworkStream(socket));
            Assert.Contains("\"accepted\":false", await reader.ReadLineAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(scene.Lab.Changes());
        Assert.Equal(0, (await RunAsync(scene, "takeover", "--config", path)).Code);
    }

    [SkippableFact]
    public async Task SIGHUP_reads_the_configuration_again_and_a_wrong_one_is_not_used()
    {
        await using var scene = await StartAsync();
        var path = WriteConfiguration(scene);
        using var agent = await StartAgentAsync(scene, path);
        var right = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, "{");
        agent.Signal(1);
        Assert.Contains("error=ConfigurationNotJson", await ReadLineAsync(agent, "event=reload"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, right.Replace("VI_1", "VI_2", StringComparison.Ordinal));
        agent.Signal(1);
        Assert.Contains("VI_2", await ReadLineAsync(agent, "event=reload"), StringComparison.Ordinal);
        await WriteAsync(scene, "INSTANCE \"VI_1\" BACKUP 100\nINSTANCE \"VI_2\" MASTER 100\n");
        await ReadLineAsync(agent, "event=takeover");
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [SkippableFact]
    public async Task Metrics_are_in_the_file_and_on_the_port()
    {
        await using var scene = await StartAsync();
        var file = Path.Combine(scene.Directory, "overlayip.prom");
        using var port = new ReservedPort();
        using var agent = await StartAgentAsync(scene, WriteConfiguration(scene), "--metrics-file", file, "--metrics-port", port.Number.ToString(CultureInfo.InvariantCulture));
        await WriteAsync(scene, "INSTANCE \"VI_1\" MASTER 100\n");
        await ReadLineAsync(agent, "event=takeover");

        var scraped = await ScrapeAsync(port.Number);
        foreach (var line in (string[])
            [
                "overlayip_takeovers_total{destination=\"10.2.0.1/32\",result=\"succeeded\"} 1",
                "overlayip_takeover_duration_seconds_count{destination=\"10.2.0.1/32\"} 1",
                $"overlayip_target_info{{destination=\"10.2.0.1/32\",target=\"{scene.Lab.B.InstanceId}\"}} 1",
                "overlayip_vrrp_events_total{state=\"MASTER\"} 1",
            ])
        {
            Assert.Contains(line + "\n", scraped, StringComparison.Ordinal);
        }

        Assert.Contains("overlayip_last_event_timestamp_seconds ", scraped, StringComparison.Ordinal);
        agent.Signal(ChildAgent.SigTerm);
        await agent.WaitAsync();
        Assert.Contains("overlayip_takeovers_total{destination=\"10.2.0.1/32\",result=\"succeeded\"} 1\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(scene.Directory), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_service_manager_is_told_of_ready_life_and_end()
    {
        await using var scene = await StartAsync();
        var path = Path.Combine(scene.Directory, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        var environment = scene.Environment;
        (environment["NOTIFY_SOCKET"], environment["WATCHDOG_USEC"]) = (path, "200000");
        using var agent = new ChildAgent(environment, "agent", "--config", WriteConfiguration(scene), "--json");

        Assert.StartsWith("READY=1\nSTATUS=10.2.0.1/32 (VI_1)", await HearAsync(manager, "READY"), StringComparison.Ordinal);
        await HearAsync(manager, "WATCHDOG=1");
        await HearAsync(manager, "WATCHDOG=1");
        agent.Signal(1);
        Assert.Contains("MONOTONIC_USEC=", await HearAsync(manager, "RELOADING=1"), StringComparison.Ordinal);
        await HearAsync(manager, "READY=1");
        agent.Signal(ChildAgent.SigTerm);
        await HearAsync(manager, "STOPPING=1");
        var run = await agent.WaitAsync();
        Assert.All(AgentRun.Lines(run.Output), line => Assert.Equal(
            ["time", "level", "event", "message", "destination", "errorId", "elapsedSeconds"],
            System.Text.Json.JsonDocument.Parse(line).RootElement.EnumerateObject().Select(p => p.Name)));
    }

    [SkippableFact]
    public async Task The_unit_is_what_systemd_understands()
    {
        var analyze = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(d => Path.Combine(d, "systemd-analyze")).FirstOrDefault(File.Exists);
        Skip.If(analyze is null, "systemd-analyze is not installed. Debian and Ubuntu: apt-get install systemd.");
        var unit = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "systemd", "overlayip-agent.service"));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // Where the executable is when it is installed, there is none here.
            var path = Path.Combine(folder.FullName, "overlayip-agent.service");
            await File.WriteAllTextAsync(path, unit.Replace("/usr/bin/overlayip", Path.Combine(AppContext.BaseDirectory, "overlayip"), StringComparison.Ordinal));
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(analyze!, ["verify", "--man=no", path]) { RedirectStandardError = true })!;
            var problems = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.DoesNotContain("overlayip-agent", problems, StringComparison.Ordinal);
            Assert.True(process.ExitCode == 0, problems);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_help_says_what_keepalived_does_not()
    {
        var notify = (await AgentRun.InProcessAsync("notify", "--help")).Output.ReplaceLineEndings(" ");
        Assert.Contains("notify_master_rx_lower_pri", notify, StringComparison.Ordinal);
        Assert.Contains("virtual_ipaddress", notify, StringComparison.Ordinal);
        Assert.Contains("  overlayip agent --fifo", (await AgentRun.InProcessAsync("agent", "--help")).Output, StringComparison.Ordinal);
    }

    private static string Request(string path, string command)
    {
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        return $$"""{"version":1,"command":"{{command}}","configuration":"{{hash}}","timeoutSeconds":1}""" + "\n";
    }

    private static Task<TakeoverScene> StartAsync()
    {
        Skip.If(OperatingSystem.IsWindows(), "keepalived, its FIFO and signals are Unix's.");
        return TakeoverScene.StartAsync();
    }

    private static string Fifo(TakeoverScene scene) => Path.Combine(scene.Directory, "vrrp.fifo");

    private static string WriteConfiguration(TakeoverScene scene) => scene.WriteConfiguration($$"""
        {
          "connection": { "endpointUrl": "{{scene.Lab.Lab.EndpointUrl}}" },
          "lockDirectory": "{{scene.Locks}}",
          "routeSets": [ { "destination": "{{Destination}}", "vrrpInstance": "VI_1" } ]
        }
        """);

    private static async Task<ChildAgent> StartAgentAsync(TakeoverScene scene, string configuration, params string[] more)
    {
        var agent = new ChildAgent(scene.Environment, ["agent", "--config", configuration, "--fifo", Fifo(scene), .. more]);
        await ReadLineAsync(agent, "event=ready");
        return agent;
    }

    private static async Task<string> ReadLineAsync(ChildAgent agent, string wanted)
    {
        var before = new List<string>();
        while (await agent.ReadOutputLineAsync() is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal))
                return line;

            before.Add(line);
        }

        throw new InvalidOperationException($"The agent ended without '{wanted}':\n{string.Join('\n', before)}");
    }

    private static Task<AgentRun> RunAsync(TakeoverScene scene, params string[] args) => AgentRun.ChildAsync(scene.Environment, args);

    // A command waits for the agent's word the longer, the more time it has: with this much, on a slow machine, too.
    private static Task<AgentRun> AskAsync(TakeoverScene scene, params string[] args) => RunAsync(scene, [.. args, "--timeout", "1800"]);

    // As keepalived opens it: for reading, too, so that it does not wait for a reader.
    private static FileStream Open(TakeoverScene scene) =>
        new(Fifo(scene), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 });

    private static async Task WriteAsync(TakeoverScene scene, string text)
    {
        await using var fifo = Open(scene);
        await fifo.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string> HearAsync(Socket manager, string wanted)
    {
        // Beats go on while nothing else is said: the patience is for what is wanted, not for each datagram.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[4096];
        while (true)
        {
            var count = await manager.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, patience.Token);
            if (Encoding.UTF8.GetString(buffer, 0, count) is var said && said.Contains(wanted, StringComparison.Ordinal))
                return said;
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    // Who is slow to ask is dropped, and asks again.
    private static async Task<string> ScrapeAsync(int port)
    {
        using var http = new HttpClient();
        var scraped = "";
        await Until.TrueAsync(async () =>
        {
            try
            {
                scraped = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return scraped;
    }
}
