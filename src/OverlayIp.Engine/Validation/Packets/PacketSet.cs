using System.Net;

namespace OverlayIp.Engine.Validation.Packets;

/// <summary>The packets that are asked about: of a peer's block, a protocol, and the ports that they go to.</summary>
/// <param name="Peer">The addresses at the other end.</param>
/// <param name="Protocol">The protocol's number, or -1 for every protocol.</param>
/// <param name="Ports">The ports that they go to; for ICMP the types.</param>
internal sealed record PacketSet(CidrBlock Peer, int Protocol, OverlayPortRange Ports)
{
    /// <summary>How a rule about these packets stands to them.</summary>
    /// <param name="block">The rule's block.</param>
    /// <param name="protocol">The rule's protocol, or -1.</param>
    /// <param name="ports">The rule's ports, or null for all.</param>
    public RuleMatch MatchOf(CidrBlock block, int protocol, OverlayPortRange? ports)
    {
        var isOtherProtocol = protocol != -1 && Protocol != -1 && protocol != Protocol;
        if (isOtherProtocol || !block.Overlaps(Peer) || ports?.Overlaps(Ports) == false)
        {
            return RuleMatch.None;
        }

        // Of all protocols, a rule for one of them decides a part that cannot be cut off by block or port.
        if (protocol != -1 && Protocol == -1)
        {
            return RuleMatch.SomeProtocols;
        }

        return block.Contains(Peer) && ports?.Contains(Ports) != false ? RuleMatch.All : RuleMatch.Some;
    }

    /// <summary>Cuts the set along the rule's ports, or else its block in halves, until the rule decides each part alone.</summary>
    public IEnumerable<PacketSet> Split(OverlayPortRange? ports)
    {
        if (ports is null || ports.Contains(Ports))
        {
            return Halves(Peer).Select(half => this with { Peer = half });
        }

        var parts = new List<PacketSet>();
        if (Ports.First < ports.First)
        {
            parts.Add(this with { Ports = new OverlayPortRange(Ports.First, ports.First - 1) });
        }

        parts.Add(this with { Ports = new OverlayPortRange(Math.Max(Ports.First, ports.First), Math.Min(Ports.Last, ports.Last)) });
        if (Ports.Last > ports.Last)
        {
            parts.Add(this with { Ports = new OverlayPortRange(ports.Last + 1, Ports.Last) });
        }

        return parts;
    }

    private static CidrBlock[] Halves(CidrBlock block)
    {
        var upper = block.Address.GetAddressBytes();
        upper[block.PrefixLength / 8] |= (byte)(0x80 >> (block.PrefixLength % 8));
        return [Block(block.Address), Block(new IPAddress(upper))];

        CidrBlock Block(IPAddress address) => CidrBlock.Parse($"{address}/{block.PrefixLength + 1}");
    }
}
