using System.Globalization;
using System.Text.RegularExpressions;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>
/// A machine that can be booted without a machine: a network namespace whose <c>eth0</c> leads to a second namespace, the
/// VPC's router, which sends the overlay addresses there. What runs in it sees the tree's directories as its own /etc and
/// /run, in a mount namespace of its own (ip-netns(8) makes one for every command), so this machine has neither the mounts
/// nor the files. All of it ends with the test.
/// </summary>
internal sealed partial class BootableNode : IAsyncDisposable
{
    // For networkd and NetworkManager a read-only /sys means that there is no udev to wait for.
    private const string Prologue = """
        set -e
        attach() { mkdir -p "$ROOT$1" "${2:-$1}"; mount --bind "$ROOT$1" "${2:-$1}"; }
        poll() { for i in $(seq 300); do "$@" && return; sleep 0.1; done; echo "not within 30 seconds: $*" >&2; return 1; }
        has() { ip address show dev eth0 | grep -qF " $1"; }
        calm() { [ -z "$(ip address show dev eth0 tentative)" ]; }
        mount -o remount,ro,bind /sys
        mount -t tmpfs tmpfs /run

        """;

    private static readonly ProcessRunner Host = new() { Timeout = TimeSpan.FromMinutes(4) };
    private readonly string _node = "ovip-boot-" + Guid.NewGuid().ToString("N")[..12];

    private string Router => _node + "-r";

    /// <summary>Skips the test where it cannot run: a program of these packages is missing, or root is.</summary>
    /// <param name="tree">The files that it boots from.</param>
    /// <param name="needs">Programs and their Debian packages.</param>
    public static async Task<BootableNode> CreateAsync(SystemTree tree, params (string Program, string Package)[] needs)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Making namespaces needs root.");
        foreach (var (program, package) in needs.Append(("/sbin/ip", "iproute2")).Append(("/bin/ping", "iputils-ping")))
            Skip.IfNot(File.Exists(program), $"The package {package} is not installed.");

        var node = new BootableNode();
        var made = await Host.RunAsync(new("ip", ["netns", "add", node._node]), default);
        Skip.If(made.ExitCode != 0, $"This machine does not allow network namespaces: {made.Error.Trim()}");
        var ready = false;
        try
        {
            await RunAsync("ip", "netns", "add", node.Router);
            await RunAsync("ip", "-n", node._node, "link", "add", "eth0", "type", "veth", "peer", "name", "peer0", "netns", node.Router);
            foreach (var command in (string[])
            [
                "link set peer0 up", "address add 172.31.0.1/20 dev peer0", "address add fd00::1/64 dev peer0 nodad",
                "route add 10.2.0.0/24 via 172.31.0.10", "-6 route add 2001:db8::/64 via fd00::10",
            ])
            {
                await RunAsync("ip", ["-n", node.Router, .. command.Split(' ')]);
            }

            var index = Digits().Match(await RunAsync("ip", "-n", node._node, "-o", "link", "show", "dev", "eth0")).Value;
            tree.Folder("/run/systemd/system").Interface("lo", 1).Interface("eth0", int.Parse(index, CultureInfo.InvariantCulture));
            ready = true;
            return node;
        }
        finally
        {
            if (!ready)
                await node.DisposeAsync();
        }
    }

    /// <summary>
    /// Everything that a power failure takes is gone, addresses and the tree's /run; then the script brings the network up as
    /// the stack does at boot, and its daemons are killed so that their state stays to be looked at.
    /// </summary>
    /// <returns>What the script printed.</returns>
    public async Task<string> BootAsync(SystemTree tree, string script)
    {
        foreach (var command in (string[])["link set eth0 down", "address flush dev eth0", "link set lo up"])
            await RunAsync("ip", ["-n", _node, .. command.Split(' ')]);

        if (Directory.Exists(tree.Full("/run")))
            Directory.Delete(tree.Full("/run"), recursive: true);

        tree.Folder("/run/systemd/system");
        return await InsideAsync(tree, script);
    }

    /// <summary>Runs a script in the node with the tree's files.</summary>
    public Task<string> InsideAsync(SystemTree tree, string script) =>
        RunAsync("ip", "netns", "exec", _node, "env", "ROOT=" + tree.Root, "LC_ALL=C", "timeout", "--kill-after=1", "180", "bash", "-c", Prologue + script);

    /// <summary>The addresses of eth0: <c>10.2.0.1/32 eth0:ovip</c> or <c>2001:db8::1/128 deprecated</c>, those of a link's own left out.</summary>
    public async Task<string[]> AddressesAsync()
    {
        var lines = (await RunAsync("ip", "-n", _node, "-o", "address", "show", "dev", "eth0", "scope", "global")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => AddressLine().Match(line)).Select(match => (match.Groups["address"].Value + " " + match.Groups["more"].Value).TrimEnd())];
    }

    /// <summary>Whether the address answers the router within so many seconds.</summary>
    public async Task<bool> AnswersAsync(string address, int within = 30) =>
        (await Host.RunAsync(new("ip", ["netns", "exec", Router, "ping", "-c", "1", "-w", within.ToString(CultureInfo.InvariantCulture), address]), default)).ExitCode == 0;

    public async ValueTask DisposeAsync()
    {
        await Host.RunAsync(new("ip", ["netns", "delete", _node]), default);
        await Host.RunAsync(new("ip", ["netns", "delete", Router]), default);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Host.RunAsync(new(program, arguments), default);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result.ExitCode} {result.Error} {result.Output}");
        return result.Output;
    }

    [GeneratedRegex(@"\A\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\binet6? (?<address>\S+)(.*\s(?<more>eth0:[^\s\\]+|deprecated))?")]
    private static partial Regex AddressLine();
}
