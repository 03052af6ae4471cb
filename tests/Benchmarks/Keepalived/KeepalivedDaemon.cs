using System.Collections.Concurrent;
using System.Diagnostics;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Lab.Network;

namespace OverlayIp.Benchmarks.Keepalived;

/// <summary>keepalived in a node of a networked lab: unicast VRRP every 100 ms, the local address its own, the routes by <c>overlayip notify</c>.</summary>
internal sealed class KeepalivedDaemon : IDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;

    private KeepalivedDaemon(NetworkedLabNode node, OverlayLabNode self, int priority, Process process)
    {
        (Node, Self, Priority, _process) = (node, self, priority, process);
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public NetworkedLabNode Node { get; }

    public OverlayLabNode Self { get; }

    public int Priority { get; }

    /// <summary>After how many milliseconds without an advertisement it takes over: three intervals and the skew (RFC 5798, 6.1).</summary>
    public double DetectionMilliseconds => 300 + ((256 - Priority) * 100.0 / 256);

    public int TimesBackup => _log.Count(line => line.Contains("Entering BACKUP STATE", StringComparison.Ordinal));

    public string Log => string.Join('\n', _log.TakeLast(20));

    /// <summary>Starts it.</summary>
    /// <param name="self">The node.</param>
    /// <param name="node">The node in the network.</param>
    /// <param name="peer">The other node's address.</param>
    /// <param name="priority">The VRRP priority.</param>
    /// <param name="agent">The executable.</param>
    /// <param name="endpoint">The lab's endpoint.</param>
    /// <param name="folder">Where its files go.</param>
    public static KeepalivedDaemon Start(OverlayLabNode self, NetworkedLabNode node, string peer, int priority, string agent, string endpoint, string folder)
    {
        var path = Path.Combine(folder, node.Name);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "overlayip.json"), $$"""
            {
              "connection": { "endpointUrl": "{{endpoint}}" },
              "lockDirectory": "{{path}}",
              "routeSets": [ { "destination": "{{BenchmarkLab.Address}}" } ]
            }
            """);
        var notify = $"{agent} notify --config {path}/overlayip.json";
        File.WriteAllText(Path.Combine(path, "keepalived.conf"), $$"""
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
                priority {{priority}}
                advert_int 0.1
                unicast_src_ip {{self.PrivateIpAddress}}
                unicast_peer {
                    {{peer}}
                }
                virtual_ipaddress {
                    {{BenchmarkLab.Address}}/32 dev eth0
                }
                notify "{{notify}}"
                notify_master_rx_lower_pri "{{notify}} INSTANCE VI_1 MASTER_RX_LOWER_PRI {{priority}}"
            }

            """);
        var start = node.Command(Executable.Find("keepalived") ?? "/usr/sbin/keepalived",
        [
            "--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--use-file", $"{path}/keepalived.conf",
            "--pid", $"{path}/keepalived.pid", "--vrrp_pid", $"{path}/vrrp.pid",
        ]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new KeepalivedDaemon(node, self, priority, Process.Start(start)!);
    }

    /// <summary>Runs ip(8) in its node.</summary>
    public async Task<string> IpAsync(string arguments, CancellationToken cancellationToken)
    {
        var start = Node.Command("ip", arguments.Split(' '));
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{Node.Name}: ip {arguments} ended with {process.ExitCode}.");
    }

    // The lab ends what runs in its nodes.
    public void Dispose() => _process.Dispose();
}
