using System.Net.Sockets;

namespace OverlayIp.Engine.Validation.Packets;

/// <summary>The traffic that an overlay address serves: what clients send to it, and what it answers.</summary>
public sealed record OverlayTraffic
{
    // Linux takes 32768 to 60999 for the client's side of a connection (ip-sysctl, ip_local_port_range), Windows and IANA 49152 to 65535.
    private static readonly OverlayPortRange ClientPorts = new(32768, 65535);

    private const int AllProtocols = -1;
    private const int Icmp = 1;
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int IcmpV6 = 58;

    /// <summary>The protocol.</summary>
    public OverlayProtocol Protocol { get; init; }

    /// <summary>The ports that it serves; empty for ICMP and for all protocols.</summary>
    public IReadOnlyList<OverlayPortRange> Ports { get; init; } = [];

    /// <summary>The traffic that a protocol and ports say, either of which may be missing.</summary>
    /// <param name="protocol">The protocol, or null for TCP.</param>
    /// <param name="ports">The ports; empty for all.</param>
    /// <returns>The traffic; null when neither was said.</returns>
    /// <exception cref="OverlayIpException"><c>PortNotApplicable</c>: the protocol has no ports.</exception>
    public static OverlayTraffic? Of(OverlayProtocol? protocol, IReadOnlyList<OverlayPortRange> ports) => (protocol, ports.Count) switch
    {
        (null, 0) => null,
        (OverlayProtocol.Icmp or OverlayProtocol.All, 0) => new OverlayTraffic { Protocol = protocol.Value },
        (OverlayProtocol.Icmp or OverlayProtocol.All, _) => throw new OverlayIpException("PortNotApplicable", OverlayErrorKind.InvalidArgument,
            $"-Protocol {protocol} has no ports.")
        { Subject = string.Join(", ", ports), RecommendedAction = "Leave -Port out, or give -Protocol Tcp or Udp." },
        _ => new OverlayTraffic { Protocol = protocol ?? OverlayProtocol.Tcp, Ports = ports.Count == 0 ? [OverlayPortRange.All] : ports },
    };

    /// <summary>What the clients send, to or from a peer.</summary>
    internal IEnumerable<PacketSet> Requests(CidrBlock peer) => Protocol switch
    {
        OverlayProtocol.Icmp => [new PacketSet(peer, NumberFor(peer.AddressFamily), new OverlayPortRange(IsV6(peer) ? 128 : 8, IsV6(peer) ? 128 : 8))],
        OverlayProtocol.All => [new PacketSet(peer, AllProtocols, OverlayPortRange.All)],
        _ => Ports.Select(range => new PacketSet(peer, NumberFor(peer.AddressFamily), range)),
    };

    /// <summary>What comes back, to or from a peer.</summary>
    internal PacketSet Answers(CidrBlock peer) => Protocol switch
    {
        OverlayProtocol.Icmp => new PacketSet(peer, NumberFor(peer.AddressFamily), new OverlayPortRange(IsV6(peer) ? 129 : 0, IsV6(peer) ? 129 : 0)),
        OverlayProtocol.All => new PacketSet(peer, AllProtocols, OverlayPortRange.All),
        _ => new PacketSet(peer, NumberFor(peer.AddressFamily), ClientPorts),
    };

    /// <summary>The protocol's number in a family; -1 for all.</summary>
    internal int NumberFor(AddressFamily family) => Protocol switch
    {
        OverlayProtocol.Tcp => Tcp,
        OverlayProtocol.Udp => Udp,
        OverlayProtocol.Icmp => family == AddressFamily.InterNetworkV6 ? IcmpV6 : Icmp,
        _ => AllProtocols,
    };

    /// <summary>Such as <c>tcp 443</c>.</summary>
    public override string ToString() => Protocol switch
    {
        OverlayProtocol.Icmp => "ping",
        OverlayProtocol.All => "all traffic",
        OverlayProtocol.Udp => $"udp {string.Join(", ", Ports)}",
        _ => $"tcp {string.Join(", ", Ports)}",
    };

    private static bool IsV6(CidrBlock block) => block.AddressFamily == AddressFamily.InterNetworkV6;
}
