using System.Globalization;
using System.Net.Sockets;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The root of the checks that ask whether the service's packets come through.</summary>
internal abstract class TrafficCheck : ValidationCheck
{
    public sealed override IEnumerable<Finding> Judge(DestinationView view) => view.Request.Traffic is null
        ? [Finding.Skipped(view.Destination.ToString(), "It was not said which traffic must come through: give -Port, or -Protocol icmp or all.")]
        : view.Blocks.Count == 0
            ? [Finding.Skipped(view.Destination.ToString(), "It is not known which addresses the prefix list has.")]
            : Judge(view, view.Request.Traffic);

    private protected abstract IEnumerable<Finding> Judge(DestinationView view, Packets.OverlayTraffic traffic);

    /// <summary>The permissions of a security group in the AWS CLI's shorthand: one for each range of ports.</summary>
    private protected static string Permissions(Packets.OverlayTraffic traffic, IEnumerable<CidrBlock> peers)
    {
        var blocks = peers.Distinct().ToList();
        var isIpv6 = blocks[0].AddressFamily == AddressFamily.InterNetworkV6;
        var ranges = isIpv6
            ? $"Ipv6Ranges=[{string.Join(",", blocks.Select(b => $"{{CidrIpv6={b}}}"))}]"
            : $"IpRanges=[{string.Join(",", blocks.Select(b => $"{{CidrIp={b}}}"))}]";
        return string.Join(' ', traffic.Requests(blocks[0]).Select(set => Quote($"{ProtocolOf(traffic, set, isIpv6)},{ranges}")));
    }

    // PowerShell would read braces and commas itself.
    private static string Quote(string text) => $"'{text}'";

    private static string ProtocolOf(Packets.OverlayTraffic traffic, Packets.PacketSet set, bool isIpv6) => traffic.Protocol switch
    {
        OverlayProtocol.All => "IpProtocol=-1",
        OverlayProtocol.Icmp => $"IpProtocol={(isIpv6 ? "icmpv6" : "icmp")},FromPort=-1,ToPort=-1",
        _ => string.Create(CultureInfo.InvariantCulture, $"IpProtocol={(traffic.Protocol == OverlayProtocol.Tcp ? "tcp" : "udp")},FromPort={set.Ports.First},ToPort={set.Ports.Last}"),
    };
}
