using System.Net.NetworkInformation;

namespace OverlayIp.Engine.Failover;

/// <summary>The names and MAC addresses of this machine's network interfaces.</summary>
public static class LocalLinks
{
    /// <summary>The MAC address of an interface, in the form of instance metadata: <c>0a:1b:2c:3d:4e:5f</c>.</summary>
    /// <param name="nameOrMac">The operating system's name, or the MAC address itself.</param>
    /// <exception cref="OverlayIpException"><c>InterfaceNotFound</c>, <c>InterfaceHasNoMac</c>.</exception>
    public static string MacOf(string nameOrMac)
    {
        if (IsMac(nameOrMac))
            return Format(PhysicalAddress.Parse(nameOrMac.Replace(':', '-').ToUpperInvariant()));

        var all = NetworkInterface.GetAllNetworkInterfaces();
        var found = all.FirstOrDefault(i => i.Name == nameOrMac)
            ?? throw new OverlayIpException("InterfaceNotFound", OverlayErrorKind.NotFound,
                $"There is no interface '{nameOrMac}' on this machine. It has: {string.Join(", ", all.Select(i => i.Name))}.")
            { Subject = nameOrMac };
        return found.GetPhysicalAddress() is { } address && address.GetAddressBytes().Length == 6
            ? Format(address)
            : throw new OverlayIpException("InterfaceHasNoMac", OverlayErrorKind.InvalidArgument,
                $"The interface '{nameOrMac}' has no MAC address, so it is no network interface of EC2.")
            { Subject = nameOrMac };
    }

    /// <summary>True for six pairs of hexadecimal digits between colons or hyphens.</summary>
    /// <param name="text">The text to judge.</param>
    public static bool IsMac(string text) =>
        text.Length == 17 && text[2] is ':' or '-' && text.Split(text[2]) is { Length: 6 } pairs
        && pairs.All(p => p.Length == 2 && p.All(char.IsAsciiHexDigit));

    private static string Format(PhysicalAddress address) =>
        string.Join(':', address.GetAddressBytes().Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
