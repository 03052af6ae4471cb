using System.Globalization;

namespace OverlayIp.Lab.Network;

/// <summary>
/// What the parts of a lab's network are called. Every name begins with <c>ovip</c>, and namespaces with the lab's own id as
/// well, so that what a crashed lab left behind is known for what it is.
/// </summary>
/// <param name="LabId">The lab's short id: four hexadecimal digits.</param>
internal sealed record NetworkNames(string LabId)
{
    /// <summary>What the names of all namespaces of the lab begin with.</summary>
    public string Prefix => $"ovip-{LabId}-";

    public string RouterNamespace(string vpcId) => Prefix + vpcId;

    public string NodeNamespace(string instanceId) => Prefix + instanceId;

    /// <summary>The router's end of an interface's veth pair: 15 characters, which is what the kernel allows (IFNAMSIZ).</summary>
    public static string RouterInterface(string interfaceId) => "ovip" + Tail(interfaceId, 11);

    /// <summary>The interface's number in connection marks; never 0, which means none.</summary>
    public static uint Mark(string interfaceId) => Math.Max(1, Number(interfaceId, 8));

    /// <summary>The Linux routing table of a subnet: above the numbers that are taken (253 to 255) or that people use.</summary>
    public static uint Table(string subnetId) => 0x1000_0000 + Number(subnetId, 7);

    /// <summary>The name of both ends of the link between a VPC's router and a transit gateway's, in one of the subnets that are attached.</summary>
    public static string AttachmentInterface(string attachmentId, string subnetId) =>
        string.Create(CultureInfo.InvariantCulture, $"ovip{Long(attachmentId) ^ Long(subnetId):x11}");

    /// <summary>The name of both ends of the link between the routers of two peered VPCs.</summary>
    public static string PeeringInterface(string peeringId) => "ovip" + Tail(peeringId, 11);

    /// <summary>The Linux routing table of what a peering connection brings.</summary>
    public static uint PeeringTable(string peeringId) => 0x2000_0000 + Number(peeringId, 7);

    /// <summary>The Linux routing table of a transit gateway's table in a zone.</summary>
    public static uint TransitTable(string tableId, string zone) => 0x1000_0000 + (Number(tableId, 6) << 4) + (uint)((zone[^1] - 'a') & 0xf);

    /// <summary>An id as nftables takes it in the name of a set or chain: no hyphens.</summary>
    public static string Symbol(string id) => id.Replace('-', '_');

    private static uint Number(string id, int digits) => uint.Parse(Tail(id, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ulong Long(string id) => ulong.Parse(Tail(id, 11), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // Ids of 8 digits are as good as the long ones.
    private static string Tail(string id, int length)
    {
        var digits = id[(id.LastIndexOf('-') + 1)..];
        return digits[^Math.Min(length, digits.Length)..];
    }
}
