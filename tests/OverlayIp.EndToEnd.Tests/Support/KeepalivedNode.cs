using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>keepalived in a node, with <c>overlayip notify</c> for its script.</summary>
internal sealed class KeepalivedNode : IDisposable
{
    private const int LinesKept = 40;

    private readonly Scene _scene;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    public KeepalivedNode(Scene scene, OverlayLabNode node, int priority)
    {
        (_scene, Node) = (scene, node);
        _folder = scene.Folder.CreateSubdirectory(node.Name).FullName;
        var peer = scene.OtherThan(node).PrivateIpAddress;
        WriteScript("notify", $"""
            #!/bin/sh
            echo "$(date +%T.%N) $* begins as $$" >>{_folder}/agent.log
            {Scene.Agent} notify --config {_folder}/overlayip.json "$@" >>{_folder}/agent.log 2>&1
            code=$?
            echo "$(date +%T.%N) $* ended with $code as $$" >>{_folder}/agent.log

            """);
        File.WriteAllText(Path.Combine(_folder, "overlayip.json"), $$"""
            {
              "connection": { "endpointUrl": "{{scene.Lab.Api.Lab.EndpointUrl}}" },
              "timeoutSeconds": 60,
              // Of this node alone: in the lab the nodes have their files in common.
              "lockDirectory": "{{_folder}}",
              "routeSets": [ { "destination": "{{Scene.Overlay}}", "vrrpInstance": "VI_1" } ]
            }
            """);
        // keepalived wants a virtual address, so the local one is its to manage, and only the routes are overlayip's. Without preemption
        // a node that comes back stays the backup. The last line matters when both were master for a moment: the one that
        // remains has to take the routes again.
        File.WriteAllText(Path.Combine(_folder, "keepalived.conf"), $$"""
            global_defs {
                router_id {{node.Name}}
                script_user root
                vrrp_version 3
                vrrp_priority -20
            }
            vrrp_instance VI_1 {
                state BACKUP
                nopreempt
                interface eth0
                virtual_router_id 51
                priority {{priority.ToString(CultureInfo.InvariantCulture)}}
                advert_int 0.1
                unicast_src_ip {{node.PrivateIpAddress}}
                unicast_peer {
                    {{peer}}
                }
                virtual_ipaddress {
                    {{Scene.Overlay}}/32 dev eth0
                }
                notify "{{_folder}}/notify"
                notify_master_rx_lower_pri "{{_folder}}/notify INSTANCE VI_1 MASTER_RX_LOWER_PRI {{priority}}"
            }

            """);
    }

    public OverlayLabNode Node { get; }

    /// <summary>How often it has become the backup.</summary>
    public int TimesBackup => _log.Count(line => line.Contains("Entering BACKUP STATE", StringComparison.Ordinal));

    /// <summary>What it and the agent said last.</summary>
    public string Log => $"""
        --- keepalived on {Node.Name}
        {string.Join('\n', _log.TakeLast(LinesKept))}
        --- overlayip on {Node.Name}
        {string.Join('\n', AgentLog().TakeLast(LinesKept))}
        """;

    public void Start()
    {
        _process?.Dispose();
        // What was killed with the node, scripts among it, has left these behind.
        foreach (var left in Directory.EnumerateFiles(_folder, "*.pid").Append(Path.Combine(_folder, "agent.log")))
        {
            File.Delete(left);
        }

        var start = _scene.Lab.Of(Node).Command(Networked.Find("keepalived")!,
        [
            "--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--dont-respawn",
            "--use-file", Path.Combine(_folder, "keepalived.conf"), "--pid", Path.Combine(_folder, "keepalived.pid"), "--vrrp_pid", Path.Combine(_folder, "vrrp.pid"),
        ]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends all of it with SIGKILL: nothing is sent to the peer, nothing is released.</summary>
    public async Task KillAsync()
    {
        // The child would otherwise end in good order when its parent is gone (PR_SET_PDEATHSIG).
        var child = (await File.ReadAllTextAsync(Path.Combine(_folder, "vrrp.pid"))).Trim();
        using var kill = Process.Start("kill", ["-KILL", child, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await EndedAsync();
    }

    public Task EndedAsync() => _process!.WaitForExitAsync().WaitAsync(Networked.Patience);

    /// <summary>Whether no script is at work any more.</summary>
    public bool IsQuiet()
    {
        var lines = AgentLog();
        // The end of one that had begun before keepalived was started again stands there without its beginning.
        return !Scripts(lines, " begins as ").Except(Scripts(lines, " ended with ")).Any();
    }

    // The lab ends what runs in its nodes.
    public void Dispose() => _process?.Dispose();

    private void Take(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }

    private static IEnumerable<string> Scripts(string[] lines, string what) =>
        lines.Where(line => line.Contains(what, StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(' ') + 1)..]);

    private string[] AgentLog()
    {
        var path = Path.Combine(_folder, "agent.log");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    private void WriteScript(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
