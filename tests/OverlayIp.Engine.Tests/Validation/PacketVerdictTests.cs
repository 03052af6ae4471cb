using System.Globalization;
using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Engine.Tests.Validation;

public class PacketVerdictTests
{
    // Entries are number action protocol block ports; the packets protocol block ports. Protocols are numbers.
    [Theory]
    [InlineData("100 allow -1 0.0.0.0/0 *", "6 10.0.11.0/24 443", "")]
    [InlineData("100 allow 6 0.0.0.0/0 443-443", "6 10.0.11.0/24 443", "")]
    [InlineData("100 allow 6 0.0.0.0/0 444-500", "6 10.0.11.0/24 443", "32767")]
    [InlineData("100 allow 17 0.0.0.0/0 *", "6 10.0.11.0/24 443", "32767")]
    [InlineData("90 deny 6 0.0.0.0/0 *|100 allow -1 0.0.0.0/0 *", "6 10.0.11.0/24 443", "90")]
    [InlineData("110 deny 6 0.0.0.0/0 *|100 allow -1 0.0.0.0/0 *", "6 10.0.11.0/24 443", "")]
    [InlineData("100 allow 6 10.0.11.0/25 *|110 allow 6 10.0.11.128/25 *", "6 10.0.11.0/24 443", "")]
    [InlineData("100 allow 6 10.0.11.0/25 *|110 deny 6 10.0.11.192/26 *|120 allow 6 10.0.0.0/16 *", "6 10.0.11.0/24 443", "110")]
    [InlineData("100 allow 6 10.0.0.0/16 32768-40000|110 allow 6 10.0.0.0/16 40001-65535", "6 10.0.11.0/24 32768-65535", "")]
    [InlineData("100 allow 6 10.0.0.0/16 49152-65535", "6 10.0.11.0/24 32768-65535", "32767")]
    [InlineData("50 deny 6 10.0.11.64/26 40000-40010|100 allow -1 0.0.0.0/0 *", "6 10.0.11.0/24 32768-65535", "50")]
    [InlineData("100 allow 6 0.0.0.0/0 *", "-1 10.0.11.0/24 *", "32767")]
    [InlineData("50 deny 17 0.0.0.0/0 53-53|100 allow -1 0.0.0.0/0 *", "-1 10.0.11.0/24 *", "50")]
    [InlineData("100 allow -1 0.0.0.0/0 *", "6 2001:db8:1::/64 443", "32767")]
    [InlineData("100 allow 6 ::/0 443-443", "6 2001:db8:1::/64 443", "")]
    [InlineData("100 allow 6 2001:db8:1::1/128 443-443", "6 2001:db8:1::/64 443", "32767")]
    [InlineData("100 allow 1 0.0.0.0/0 8-8", "1 10.0.11.0/24 8", "")]
    [InlineData("100 allow 1 0.0.0.0/0 0-0", "1 10.0.11.0/24 8", "32767")]
    public void The_first_entry_of_a_network_ACL_that_is_about_a_packet_decides(string entries, string packets, string denying)
    {
        var acl = new NetworkAclFact { Id = "acl-1", Entries = [.. entries.Split('|').Select(Entry), Last("0.0.0.0/0"), Last("::/0")] };

        Assert.Equal(denying, string.Join(' ', AclVerdict.Denying(acl, isEgress: false, Packets(packets)).Select(e => e.Number).Distinct().Order()));
        Assert.NotEmpty(AclVerdict.Denying(acl, isEgress: true, Packets(packets)));
    }

    // Rules are protocol peer ports.
    [Theory]
    [InlineData("6 10.0.0.0/16 443-443", "6 10.0.11.0/24 443", true)]
    [InlineData("-1 10.0.0.0/16 *", "6 10.0.11.0/24 443", true)]
    [InlineData("6 10.0.11.0/25 443-443", "6 10.0.11.0/24 443", false)]
    [InlineData("6 10.0.11.0/25 443-443|-1 10.0.11.128/25 *", "6 10.0.11.0/24 443", true)]
    [InlineData("6 10.0.11.0/24 8000-8050|6 10.0.11.0/24 8051-8100", "6 10.0.11.0/24 8000-8100", true)]
    [InlineData("6 10.0.11.0/24 8000-8050|6 10.0.11.0/25 8051-8100|6 10.0.11.128/25 8040-9000", "6 10.0.11.0/24 8000-8100", true)]
    [InlineData("6 10.0.11.0/24 8000-8050|6 10.0.11.0/25 8051-8100", "6 10.0.11.0/24 8000-8100", false)]
    [InlineData("6 sg-clients 443-443", "6 10.0.11.7/32 443", true)]
    [InlineData("6 sg-others 443-443", "6 10.0.11.7/32 443", false)]
    [InlineData("6 pl-1 443-443", "6 10.0.11.7/32 443", true)]
    [InlineData("6 pl-2 443-443", "6 10.0.11.7/32 443", false)]
    [InlineData("6 0.0.0.0/0 *", "-1 10.0.11.0/24 *", false)]
    [InlineData("-1 ::/0 *", "6 10.0.11.0/24 443", false)]
    [InlineData("", "6 10.0.11.0/24 443", false)]
    public void The_rules_of_security_groups_allow_together(string rules, string packets, bool admitted)
    {
        GroupRuleFact[] all = [.. rules.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Rule)];
        PrefixListFact[] lists = [new() { Id = "pl-1", Blocks = [CidrBlock.Parse("10.0.11.0/24")] }];

        Assert.Equal(admitted, GroupVerdict.Admits(all, Packets(packets), ["sg-clients"], lists));
    }

    [Theory]
    [InlineData(OverlayProtocol.Tcp, "10.0.11.0/24", "6 443-443", "6 32768-65535")]
    [InlineData(OverlayProtocol.Udp, "2001:db8::/64", "17 443-443", "17 32768-65535")]
    [InlineData(OverlayProtocol.Icmp, "10.0.11.0/24", "1 8-8", "1 0-0")]
    [InlineData(OverlayProtocol.Icmp, "2001:db8::/64", "58 128-128", "58 129-129")]
    [InlineData(OverlayProtocol.All, "10.0.11.0/24", "-1 0-65535", "-1 0-65535")]
    public void Traffic_is_requests_and_answers(OverlayProtocol protocol, string peer, string request, string answer)
    {
        var traffic = new OverlayTraffic { Protocol = protocol, Ports = [new OverlayPortRange(443, 443)] };

        Assert.Equal((request, answer), (Tell(traffic.Requests(CidrBlock.Parse(peer)).Single()), Tell(traffic.Answers(CidrBlock.Parse(peer)))));
    }

    private static string Tell(PacketSet packets) => string.Create(CultureInfo.InvariantCulture, $"{packets.Protocol} {packets.Ports.First}-{packets.Ports.Last}");

    private static PacketSet Packets(string text)
    {
        var words = text.Split(' ');
        return new PacketSet(CidrBlock.Parse(words[1]), Number(words[0]), Ports(words[2]) ?? OverlayPortRange.All);
    }

    private static AclEntryFact Entry(string text)
    {
        var words = text.Split(' ');
        return new AclEntryFact
        {
            Number = Number(words[0]),
            IsAllow = words[1] == "allow",
            IsEgress = false,
            Protocol = Number(words[2]),
            Block = CidrBlock.Parse(words[3]),
            Ports = Ports(words[4]),
        };
    }

    private static AclEntryFact Last(string block) =>
        new() { Number = AclEntryFact.LastNumber, IsAllow = false, IsEgress = false, Protocol = -1, Block = CidrBlock.Parse(block) };

    private static GroupRuleFact Rule(string text)
    {
        var words = text.Split(' ');
        return new GroupRuleFact
        {
            Protocol = Number(words[0]),
            Ports = Ports(words[2]),
            Block = CidrBlock.TryParse(words[1], out var block) ? block : null,
            GroupId = words[1].StartsWith("sg-", StringComparison.Ordinal) ? words[1] : null,
            PrefixListId = words[1].StartsWith("pl-", StringComparison.Ordinal) ? words[1] : null,
        };
    }

    private static OverlayPortRange? Ports(string text) => text == "*" ? null : OverlayPortRange.Parse(text);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
