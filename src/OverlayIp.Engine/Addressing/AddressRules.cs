using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// Which addresses and labels can be used at all, whatever the machine.
internal static class AddressRules
{
    // The kernel keeps a label in IFNAMSIZ = 16 bytes, the last of them zero. See ip-address(8), "label". Newer kernels take
    // any text; older iproute2 only the interface's name, alone or followed by a colon, which is what ifconfig can show.
    private const int MaximumLabelLength = 15;

    private static readonly (CidrBlock Block, string What)[] Unusable =
    [
        (CidrBlock.Parse("0.0.0.0/8"), "unspecified (0.0.0.0/8)"),
        (CidrBlock.Parse("127.0.0.0/8"), "loopback (127.0.0.0/8)"),
        (CidrBlock.Parse("169.254.0.0/16"), "link-local (169.254.0.0/16), which no route table carries"),
        (CidrBlock.Parse("224.0.0.0/4"), "multicast (224.0.0.0/4)"),
        (CidrBlock.Parse("255.255.255.255/32"), "the broadcast address"),
        (CidrBlock.Parse("::/128"), "unspecified (::)"),
        (CidrBlock.Parse("::1/128"), "loopback (::1)"),
        (CidrBlock.Parse("::ffff:0:0/96"), "an IPv4 address written as IPv6"),
        (CidrBlock.Parse("fe80::/10"), "link-local (fe80::/10), which no route table carries"),
        (CidrBlock.Parse("ff00::/8"), "multicast (ff00::/8)"),
    ];

    public static void DemandUsable(CidrBlock address)
    {
        if (!address.IsSingleAddress)
            throw AddressErrors.NotSingle(address);

        foreach (var (block, what) in Unusable)
        {
            if (block.Contains(address))
                throw AddressErrors.NotUsable(address, what);
        }
    }

    public static void DemandLabel(string label, CidrBlock address, string interfaceName)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            throw AddressErrors.LabelIpv4Only(label, address);

        var right = $"A label is the interface's name, a colon and letters, digits, '.', '_' or '-', at most {MaximumLabelLength} characters in all, such as {Example(interfaceName)}.";
        if (!label.StartsWith(interfaceName + ":", StringComparison.Ordinal))
            throw AddressErrors.LabelInvalid(label, $"The label '{label}' does not start with '{interfaceName}:'. {right}");

        var suffix = label[(interfaceName.Length + 1)..];
        if (suffix.Length == 0 || !suffix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            throw AddressErrors.LabelInvalid(label, $"The label '{label}' is malformed. {right}");

        if (label.Length > MaximumLabelLength)
            throw AddressErrors.LabelInvalid(label, $"The label '{label}' has {label.Length} characters. {right}");
    }

    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address);

    public static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);

    private static string Example(string interfaceName)
    {
        var example = interfaceName + ":ovip";
        return example.Length <= MaximumLabelLength ? example : interfaceName + ":1";
    }
}
