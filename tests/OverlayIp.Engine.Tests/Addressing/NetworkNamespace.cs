using System.Diagnostics;
using System.Text.Json;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>
/// A network namespace (ip-netns(8)) with <c>lo</c>, <c>eth0</c> (172.31.0.10/20, fd00::10/64, the default routes) and
/// <c>eth1</c> without addresses. It is deleted with everything in it when the test ends, however it ends.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private static readonly ProcessRunner Host = new();
    private readonly string _name = "ovip-test-" + Guid.NewGuid().ToString("N")[..12];

    private NetworkNamespace()
    {
        Runner = new ProcessRunner { CommandPrefix = ["ip", "netns", "exec", _name] };
        UnprivilegedRunner = new ProcessRunner
        {
            CommandPrefix = [.. Runner.CommandPrefix, "setpriv", "--reuid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"],
        };
    }

    public static bool HasIp { get; } = Directories.Any(directory => File.Exists(Path.Combine(directory, "ip")));

    /// <summary>Runs commands inside as root.</summary>
    public ProcessRunner Runner { get; }

    /// <summary>Runs commands inside as nobody, without any capability.</summary>
    public ProcessRunner UnprivilegedRunner { get; }

    private static string[] Directories => ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    public static async Task<NetworkNamespace> CreateAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Network namespaces are Linux's.");
        Skip.IfNot(HasIp, "The package iproute2 is not installed.");
        Skip.IfNot(Environment.IsPrivilegedProcess, "Making a network namespace needs root.");
        var space = new NetworkNamespace();
        var made = await Host.RunAsync(new("ip", ["netns", "add", space._name]), default);
        Skip.If(made.ExitCode != 0, $"This machine does not allow network namespaces: {made.Error.Trim()}");
        var ready = false;
        try
        {
            foreach (var command in (string[])
            [
                "link add eth0 type veth peer name peer0",
                "link add eth1 type veth peer name peer1",
                "link set lo up", "link set eth0 up", "link set peer0 up", "link set eth1 up", "link set peer1 up",
                "address add 172.31.0.10/20 dev eth0",
                "address add fd00::10/64 dev eth0 nodad",
                "route add default via 172.31.0.1",
                "-6 route add default via fd00::1",
            ])
            {
                await space.IpAsync(command);
            }

            ready = true;
            return space;
        }
        finally
        {
            if (!ready)
                await space.DisposeAsync();
        }
    }

    /// <summary>Runs <c>ip</c> inside, apart from the code under test, and demands success.</summary>
    public async Task<string> IpAsync(string arguments)
    {
        var result = await Host.RunAsync(new("ip", ["-n", _name, .. arguments.Split(' ')]), default);
        Assert.True(result.ExitCode == 0, $"ip {arguments}: {result.Error}");
        return result.Output;
    }

    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Runner.RunAsync(new(program, arguments), default);
        Assert.True(result.ExitCode == 0, $"{program}: {result.Error}");
        return result.Output;
    }

    /// <summary>The addresses of an interface as <c>ip -json</c> tells them: <c>local/prefix label flags</c>.</summary>
    public async Task<string[]> AddressesAsync(string interfaceName)
    {
        using var document = JsonDocument.Parse(await IpAsync($"-json address show dev {interfaceName}"));
        return
        [
            .. from address in document.RootElement[0].GetProperty("addr_info").EnumerateArray()
               where address.GetProperty("scope").GetString() == "global"
               select string.Join(' ', Words(address)),
        ];
    }

    /// <summary>The routes of the local table for one address: <c>dev</c> each.</summary>
    public async Task<string[]> LocalRoutesAsync(string destination)
    {
        var family = destination.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
        using var document = JsonDocument.Parse(await IpAsync($"-json {family} route show table local exact {destination}"));
        return [.. document.RootElement.EnumerateArray().Select(route => route.GetProperty("dev").GetString()!)];
    }

    /// <summary>The same when there are so many of them: the kernel puts the route of an IPv6 address in a little after the address.</summary>
    public async Task<string[]> LocalRoutesAsync(string destination, int count)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var routes = await LocalRoutesAsync(destination);
            if (routes.Length == count || clock.Elapsed > TimeSpan.FromSeconds(30))
                return routes;

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync() => await Host.RunAsync(new("ip", ["netns", "delete", _name]), default);

    private static IEnumerable<string> Words(JsonElement address)
    {
        yield return $"{address.GetProperty("local").GetString()}/{address.GetProperty("prefixlen").GetInt32()}";
        if (address.TryGetProperty("label", out var label))
            yield return label.GetString()!;

        foreach (var flag in (string[])["tentative", "deprecated"])
        {
            if (address.TryGetProperty(flag, out _))
                yield return flag;
        }
    }
}
