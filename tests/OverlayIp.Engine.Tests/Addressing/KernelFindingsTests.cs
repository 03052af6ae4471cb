using System.Net;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

public class KernelFindingsTests
{
    private static readonly CidrBlock Overlay = CidrBlock.Parse("10.2.0.1");

    // "interface.setting=value" of the kernel, then "setting value" of each finding; what is not named is harmless.
    [Theory]
    [InlineData(2, "", "")]
    [InlineData(2, "eth1.rp_filter=1", "net.ipv4.conf.eth1.rp_filter 1")]
    [InlineData(2, "all.rp_filter=1", "net.ipv4.conf.eth0.rp_filter 1; net.ipv4.conf.eth1.rp_filter 1")]
    [InlineData(2, "all.rp_filter=1 eth0.rp_filter=2", "net.ipv4.conf.eth1.rp_filter 1")]
    [InlineData(2, "eth0.rp_filter=2 eth1.rp_filter=2", "")]
    [InlineData(1, "eth0.rp_filter=1 eth0.arp_announce=0", "")]
    [InlineData(1, "eth0.arp_ignore=1", "")]
    [InlineData(2, "eth1.arp_ignore=1", "net.ipv4.conf.eth1.arp_ignore 1")]
    [InlineData(1, "eth0.arp_ignore=8", "net.ipv4.conf.eth0.arp_ignore 8")]
    [InlineData(1, "all.arp_ignore=2", "net.ipv4.conf.eth0.arp_ignore 2")]
    [InlineData(2, "eth0.arp_announce=0", "net.ipv4.conf.eth0.arp_announce 0")]
    public void Settings_that_drop_its_packets_are_found(int interfaces, string settings, string expected)
    {
        using var proc = new FakeProc();
        string[] names = ["eth0", "eth1"];
        foreach (var setting in names.Take(interfaces).SelectMany(name => (string[])[$"{name}.rp_filter=0", $"{name}.arp_ignore=0", $"{name}.arp_announce=2"]).Concat(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var words = setting.Split('.', '=');
            proc.SetIpv4(words[0], words[1], words[2]);
        }

        List<LocalInterface> links = [.. names.Take(interfaces).Select((name, i) => Link(name, $"172.31.0.{10 + i}"))];
        var found = KernelFindings.OfSettings(Overlay, links[0], links, proc.State).ToList();
        Assert.Equal(expected, string.Join("; ", found.Select(finding => $"{finding.Setting} {finding.Value}")));
        Assert.All(found, finding => Assert.StartsWith($"sysctl -w {finding.Setting}=", finding.Remedy, StringComparison.Ordinal));
    }

    private static LocalInterface Link(string name, string address) => new()
    {
        Name = name,
        Addresses = [new LocalAddress { Address = IPAddress.Parse(address), PrefixLength = 20, IsMain = true }],
    };
}
