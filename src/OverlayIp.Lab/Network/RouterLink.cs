namespace OverlayIp.Lab.Network;

/// <summary>
/// One end of a veth pair between two routers: that of a VPC and that of a transit gateway (one pair for each subnet that is
/// attached), or those of two peered VPCs (one pair). The other end has the same name in the other router.
/// </summary>
/// <param name="Interface">The name of the end.</param>
/// <param name="PeerId">The VPC or transit gateway whose router has the other end.</param>
/// <param name="SubnetId">The subnet that the end is in, whose network ACL and route table apply; null for a peering connection.</param>
/// <param name="IsMaker">True for the end whose router makes the pair and deletes it.</param>
/// <param name="Setup">Lines of an ip(8) batch.</param>
internal sealed record RouterLink(string Interface, string PeerId, string? SubnetId, bool IsMaker, string Setup)
{
    // Neither router asks for the other's address: all that matters is the MAC that the neighbour table has for it.
    private const string Neighbour = "169.254.0.77";
    private const string Neighbour6 = "fe80::77";
    private const string MakersMac = "0e:00:00:00:00:02";
    private const string OthersMac = "0e:00:00:00:00:03";

    /// <param name="names">What the parts are called.</param>
    /// <param name="name">The name of both ends.</param>
    /// <param name="ownId">The VPC or transit gateway whose router has this end.</param>
    /// <param name="peerId">That of the other end.</param>
    /// <param name="subnetId">The subnet of this end, or null.</param>
    public static RouterLink Of(NetworkNames names, string name, string ownId, string peerId, string? subnetId)
    {
        // Routers are changed in the order of their ids, so that the first one has made the pair when the second one needs it.
        var isMaker = string.CompareOrdinal(ownId, peerId) < 0;
        var make = isMaker
            ? $"link add {name} address {MakersMac} mtu {EniLink.Mtu} type veth peer name {name} address {OthersMac} mtu {EniLink.Mtu} netns {names.RouterNamespace(peerId)}\n"
            : "";
        var mac = isMaker ? OthersMac : MakersMac;
        return new RouterLink(
            name,
            peerId,
            subnetId,
            isMaker,
            make + $"link set {name} up\nneigh replace {Neighbour} lladdr {mac} nud permanent dev {name}\nneigh replace {Neighbour6} lladdr {mac} nud permanent dev {name}\n");
    }

    /// <summary>How packets are sent to the other router.</summary>
    public string NextHop(bool isIpv6) => isIpv6 ? $"via {Neighbour6} dev {Interface}" : $"via {Neighbour} dev {Interface} onlink";
}
