using System.Diagnostics;
using System.Text.Json;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>
/// A machine as far as a network stack needs one: a network namespace with <c>eth0</c>, and whatever is started in it runs
/// with mounts and processes of its own. A neighbour has the other end of the cable. A reboot is both made anew.
/// </summary>
internal sealed class RebootingNode : IAsyncDisposable
{
    private static readonly ProcessRunner Host = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private readonly string _node = "ovip-test-" + Guid.NewGuid().ToString("N")[..10];
    private CancellationTokenSource _power = new();
    private Task<ProcessResult>? _running;

    private RebootingNode()
    {
    }

    private string Neighbour => _node + "-n";

    public static async Task<RebootingNode> CreateAsync(params (string Program, string Package)[] needs)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Network namespaces are Linux's.");
        foreach (var (program, package) in needs.Prepend(("ip", "iproute2")).Append(("ping", "iputils-ping")).Append(("unshare", "util-linux")))
            Skip.IfNot(Path.IsPathRooted(program) ? File.Exists(program) : Has(program), $"The package {package} is not installed.");

        Skip.IfNot(Environment.IsPrivilegedProcess, "Making a network namespace needs root.");
        var made = await Host.RunAsync(new("unshare", ["--net", "--mount", "--pid", "--fork", "true"]), default);
        Skip.If(made.ExitCode != 0, $"This machine does not allow namespaces: {made.Error.Trim()}");
        var node = new RebootingNode();
        await node.PlugInAsync();
        return node;
    }

    public static bool Has(string program) => ((string[])["/usr/sbin", "/sbin", "/usr/bin", "/bin"]).Any(directory => File.Exists(Path.Combine(directory, program)));

    /// <summary>Everything that ran is killed and the kernel forgets all; only files are left.</summary>
    public async Task RebootAsync()
    {
        await PowerOffAsync();
        await PlugInAsync();
    }

    /// <summary>Starts a shell script inside, with mounts and processes of its own, and lets it run until the power goes.</summary>
    public void Start(string script) => _running = Inside(script, _power.Token);

    /// <summary>Runs a shell script inside to its end and demands success.</summary>
    public async Task<string> RunAsync(string script)
    {
        var result = await Inside(script, default);
        Assert.True(result.ExitCode == 0, $"{script}\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    /// <summary>Waits until eth0 has these addresses besides link-local ones, as <c>address/prefix label flags</c>.</summary>
    public async Task HasAsync(params string[] expected)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var now = await AddressesAsync();
            if (now.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
                return;

            if (_running is { IsCompleted: true })
                Assert.Fail($"What was started has ended ({(await _running).ExitCode}): {(await _running).Output}{(await _running).Error}");

            Assert.True(clock.Elapsed < Patience, $"eth0 has {string.Join(", ", now)} instead of {string.Join(", ", expected)}.");
            await Task.Delay(50);
        }
    }

    public async Task<string[]> AddressesAsync()
    {
        using var document = JsonDocument.Parse((await IpAsync(_node, "-json address show dev eth0")).Output);
        return
        [
            .. from address in document.RootElement[0].GetProperty("addr_info").EnumerateArray()
               where address.GetProperty("scope").GetString() == "global" && !address.TryGetProperty("tentative", out _)
               select $"{address.GetProperty("local").GetString()}/{address.GetProperty("prefixlen").GetInt32()}"
                   + (address.TryGetProperty("label", out var label) && label.GetString() != "eth0" ? " " + label.GetString() : "")
                   + (address.TryGetProperty("deprecated", out _) ? " deprecated" : ""),
        ];
    }

    /// <summary>The neighbour reaches the address, over the cable.</summary>
    public async Task AnswersAsync(params string[] addresses)
    {
        foreach (var address in addresses)
        {
            await NeighbourAsync($"route replace {CidrBlock.Parse(address)} dev peer0");
            var ping = await Host.RunAsync(new("ip", ["netns", "exec", Neighbour, "ping", "-c", "3", "-i", "0.2", "-W", "3", address]), default);
            Assert.True(ping.ExitCode == 0, $"{address} does not answer: {ping.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await PowerOffAsync();
        _power.Dispose();
    }

    private Task<ProcessResult> Inside(string script, CancellationToken cancellationToken) =>
        new ProcessRunner { Timeout = TimeSpan.FromMinutes(2) }.RunAsync(
            new("ip", ["netns", "exec", _node, "unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-ec", script]), cancellationToken);

    private async Task PlugInAsync()
    {
        await DemandAsync("netns", "add", _node);
        await DemandAsync("netns", "add", Neighbour);

        // Without it every IPv6 address takes a second or two until it can be used.
        foreach (var name in (string[])[_node, Neighbour])
            await DemandAsync("netns", "exec", name, "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad; echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad");

        await DemandAsync("-n", _node, "link", "add", "eth0", "type", "veth", "peer", "name", "peer0", "netns", Neighbour);
        await NeighbourAsync("link set lo up");
        await NeighbourAsync("link set peer0 up");
        await NeighbourAsync("address add 172.31.0.1/20 dev peer0");
    }

    private async Task PowerOffAsync()
    {
        await _power.CancelAsync();
        if (_running is not null)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);

        _running = null;
        _power.Dispose();
        _power = new CancellationTokenSource();
        await Host.RunAsync(new("ip", ["netns", "delete", _node]), default);
        await Host.RunAsync(new("ip", ["netns", "delete", Neighbour]), default);
    }

    private Task<ProcessResult> NeighbourAsync(string arguments) => IpAsync(Neighbour, arguments);

    private static async Task<ProcessResult> IpAsync(string space, string arguments) => await DemandAsync(["-n", space, .. arguments.Split(' ')]);

    private static async Task<ProcessResult> DemandAsync(params string[] arguments)
    {
        var result = await Host.RunAsync(new("ip", arguments), default);
        Assert.True(result.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {result.Error}");
        return result;
    }
}
