using System.Globalization;
using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// What Linux would do to packets of an overlay address; the settings are those of Documentation/networking/ip-sysctl.rst.
// Of an interface's own value and that of "all", the kernel takes the larger for each of them.
internal static class KernelFindings
{
    private const int Strict = 1;

    public static IEnumerable<OverlayAddressFinding> OfSettings(CidrBlock address, LocalInterface holder, IReadOnlyList<LocalInterface> interfaces, LinuxSystemState state)
    {
        // IPv6 has none of them.
        if (address.AddressFamily != AddressFamily.InterNetwork)
            yield break;

        var attached = interfaces.Where(HasIpv4).ToList();
        foreach (var link in attached)
        {
            if (attached.Count > 1 && Value(state, link, "rp_filter") == Strict)
            {
                yield return Of(link, "rp_filter", Strict, 2,
                    $"packets for {address.Address} that come in at {link.Name} are dropped when the way back to their sender leaves by another interface");
            }

            var ignore = Value(state, link, "arp_ignore");
            if (ignore is 2 or 8 || (ignore == 1 && link != holder))
            {
                yield return Of(link, "arp_ignore", ignore, 0,
                    $"neighbours that ask at {link.Name} who has {address.Address} get no answer; VPC routes do without one, other networks do not");
            }

            if (attached.Count > 1 && Value(state, link, "arp_announce") == 0)
            {
                yield return Of(link, "arp_announce", 0, 2,
                    $"requests for a neighbour's address may leave {link.Name} with {address.Address} as their sender, and the VPC answers only addresses of that network interface");
            }
        }
    }

    public static OverlayAddressFinding OfRoute(CidrBlock address, LocalInterface holder, LeftOverRoute route) => new(
        "ip route show table local",
        $"local {address.Address} dev {route.InterfaceName}",
        $"a second local route takes packets for {address.Address}, and stays when the address leaves {holder.Name}: then this machine keeps them to itself",
        route.Delete.ToString());

    private static bool HasIpv4(LocalInterface link) => link.Name != "lo"
        && link.Addresses.Any(address => address.Address.AddressFamily == AddressFamily.InterNetwork && !AddressRules.IsLinkLocal(address.Address) && !address.IsOverlayCandidate);

    private static int Value(LinuxSystemState state, LocalInterface link, string setting) =>
        state.Ipv4Setting(link.Name, setting) is { } own ? Math.Max(own, state.Ipv4Setting("all", setting) ?? 0) : -1;

    private static OverlayAddressFinding Of(LocalInterface link, string setting, int value, int better, string effect)
    {
        // sysctl(8) takes slashes for the dots of a name such as eth0.100. A larger "all" wins, so a smaller value must go there too.
        var name = $"net.ipv4.conf.{link.Name.Replace('.', '/')}.{setting}";
        var remedy = string.Create(CultureInfo.InvariantCulture, $"sysctl -w {name}={better}");
        if (better < value)
            remedy += string.Create(CultureInfo.InvariantCulture, $" net.ipv4.conf.all.{setting}={better}");

        return new OverlayAddressFinding(name, value.ToString(CultureInfo.InvariantCulture), effect, remedy + " (and in a file of /etc/sysctl.d for the next boot)");
    }
}
