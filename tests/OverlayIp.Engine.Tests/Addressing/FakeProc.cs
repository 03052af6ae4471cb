using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>A directory that looks like <c>/proc</c> to the engine.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ovip-test-proc-").FullName;

    public FakeProc(string capabilities = "000001ffffffffff", params string[] withoutIpv6)
    {
        Write("self/status", $"Name:\tpwsh\nUid:\t0\t0\t0\t0\nCapInh:\t0000000000000000\nCapPrm:\t{capabilities}\nCapEff:\t{capabilities}\nCapBnd:\t000001ffffffffff\n");
        foreach (var name in withoutIpv6)
            Write($"sys/net/ipv6/conf/{name}/disable_ipv6", "1\n");

        Write("sys/net/ipv6/conf/eth0/disable_ipv6", "0\n");
    }

    public LinuxSystemState State => new(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Sets one of the kernel's IPv4 settings of an interface, or of <c>all</c>.</summary>
    public void SetIpv4(string interfaceName, string setting, string value) => Write($"sys/net/ipv4/conf/{interfaceName}/{setting}", value + "\n");

    private void Write(string path, string text)
    {
        var full = Path.Combine(_directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
