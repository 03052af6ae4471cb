using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>A node with <c>overlayip agent</c> and keepalived, which tells it everything through its <c>notify_fifo</c>.</summary>
internal sealed class ResidentNode : IDisposable
{
    private const int LinesKept = 60;

    private readonly Scene _scene;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _keepalivedLog = new();
    private readonly ConcurrentQueue<string> _agentLog = new();
    private Process? _keepalived;
    private Process? _agent;

    /// <summary>Writes the files.</summary>
    /// <param name="scene">The lab.</param>
    /// <param name="node">The node.</param>
    /// <param name="keepalivedConfiguration">keepalived's, or null for one with advertisements ten times a second.</param>
    /// <param name="priority">The VRRP priority.</param>
    public ResidentNode(Scene scene, OverlayLabNode node, int priority, Func<string, string>? keepalivedConfiguration = null)
    {
        (_scene, Node) = (scene, node);
        _folder = scene.Folder.CreateSubdirectory(node.Name).FullName;
        Fifo = Path.Combine(_folder, "vrrp.fifo");
        File.WriteAllText(ConfigurationPath, $$"""
            {
              "connection": { "endpointUrl": "{{scene.Lab.Api.Lab.EndpointUrl}}" },
              "timeoutSeconds": 20,
              // Of this node alone: in the lab the nodes have their files in common.
              "lockDirectory": "{{_folder}}",
              "routeSets": [ { "destination": "{{Scene.Overlay}}", "vrrpInstance": "VI_1" } ]
            }
            """);

        // Without higher_prio_send_advert, a node that hears its better after a partition falls silent at once; the better one
        // then hears nothing, and does not know that the routes were taken meanwhile.
        File.WriteAllText(Path.Combine(_folder, "keepalived.conf"), keepalivedConfiguration?.Invoke(Fifo) ?? $$"""
            global_defs {
                router_id {{node.Name}}
                vrrp_version 3
                vrrp_priority -20
                notify_fifo {{Fifo}}
            }
            vrrp_instance VI_1 {
                nopreempt
                higher_prio_send_advert true
                interface eth0
                virtual_router_id 51
                priority {{priority.ToString(CultureInfo.InvariantCulture)}}
                advert_int 0.1
                unicast_src_ip {{node.PrivateIpAddress}}
                unicast_peer {
                    {{scene.OtherThan(node).PrivateIpAddress}}
                }
                virtual_ipaddress {
                    {{Scene.Overlay}}/32 dev eth0
                }
            }

            """);
    }

    public OverlayLabNode Node { get; }

    /// <summary>Where keepalived tells what it does.</summary>
    public string Fifo { get; }

    public string ConfigurationPath => Path.Combine(_folder, "overlayip.json");

    /// <summary>What keepalived thinks that this node is; null when it has said nothing, or is not there.</summary>
    public string? State => _keepalived is null or { HasExited: true }
        ? null
        : _keepalivedLog.LastOrDefault(line => line.Contains("(VI_1) Entering ", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf("Entering ", StringComparison.Ordinal) + 9)..].Split(' ')[0]
            : null;

    /// <summary>The lines of the agent's log.</summary>
    public IReadOnlyCollection<string> AgentLog => _agentLog;

    /// <summary>What both said last.</summary>
    public string Log => $"""
        --- keepalived on {Node.Name}: {State}
        {string.Join('\n', _keepalivedLog.TakeLast(LinesKept / 2))}
        --- overlayip agent on {Node.Name}
        {string.Join('\n', _agentLog.TakeLast(LinesKept))}
        """;

    /// <summary>Starts the agent, which makes the FIFO, and waits until it is ready.</summary>
    public async Task StartAgentAsync()
    {
        var ready = _agentLog.Count(IsReady);
        _agent?.Dispose();
        _agent = Start(Scene.Agent, ["agent", "--config", ConfigurationPath, "--fifo", Fifo, "--metrics-file", Path.Combine(_folder, "overlayip.prom"), "--verbose"], _agentLog);
        Assert.True(await Scene.UntilAsync(() => Task.FromResult(_agentLog.Count(IsReady) > ready), Networked.Patience), Log);
    }

    public void StartKeepalived()
    {
        foreach (var left in Directory.EnumerateFiles(_folder, "*.pid"))
            File.Delete(left);

        _keepalivedLog.Clear();
        _keepalived?.Dispose();
        _keepalived = Start(Networked.Find("keepalived")!,
        [
            "--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--dont-respawn",
            "--use-file", Path.Combine(_folder, "keepalived.conf"), "--pid", Path.Combine(_folder, "keepalived.pid"), "--vrrp_pid", Path.Combine(_folder, "vrrp.pid"),
        ], _keepalivedLog);
    }

    /// <summary>Sends a signal to keepalived, its child first: that would otherwise end in good order when its parent is gone.</summary>
    public async Task SignalAsync(string signal)
    {
        var child = (await File.ReadAllTextAsync(Path.Combine(_folder, "vrrp.pid"))).Trim();
        using var kill = Process.Start("kill", [$"-{signal}", child, _keepalived!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until keepalived is gone.</summary>
    public Task EndedAsync() => _keepalived!.WaitForExitAsync().WaitAsync(Networked.Patience);

    /// <summary>Waits until both are gone, as with their instance.</summary>
    public async Task AllEndedAsync()
    {
        await EndedAsync();
        await _agent!.WaitForExitAsync().WaitAsync(Networked.Patience);
    }

    // The lab ends what runs in its nodes.
    public void Dispose()
    {
        _keepalived?.Dispose();
        _agent?.Dispose();
    }

    private static bool IsReady(string line) => line.Contains("event=ready", StringComparison.Ordinal) || line.Contains("event=refresh", StringComparison.Ordinal);

    private Process Start(string program, string[] arguments, ConcurrentQueue<string> log)
    {
        var start = _scene.Lab.Of(Node).Command(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(log, line.Data);
        process.ErrorDataReceived += (_, line) => Take(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Take(ConcurrentQueue<string> log, string? line)
    {
        if (line is not null)
            log.Enqueue(line);
    }
}
