using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>What can be attached to a transit gateway.</summary>
public class TransitGatewayAttachmentResourceType : ConstantClass
{
    /// <summary><c>client-vpn</c></summary>
    public static readonly TransitGatewayAttachmentResourceType ClientVpn = new("client-vpn");

    /// <summary><c>connect</c></summary>
    public static readonly TransitGatewayAttachmentResourceType Connect = new("connect");

    /// <summary><c>direct-connect-gateway</c></summary>
    public static readonly TransitGatewayAttachmentResourceType DirectConnectGateway = new("direct-connect-gateway");

    /// <summary><c>network-function</c></summary>
    public static readonly TransitGatewayAttachmentResourceType NetworkFunction = new("network-function");

    /// <summary><c>peering</c></summary>
    public static readonly TransitGatewayAttachmentResourceType Peering = new("peering");

    /// <summary><c>tgw-peering</c></summary>
    public static readonly TransitGatewayAttachmentResourceType TgwPeering = new("tgw-peering");

    /// <summary><c>vpc</c></summary>
    public static readonly TransitGatewayAttachmentResourceType Vpc = new("vpc");

    /// <summary><c>vpn</c></summary>
    public static readonly TransitGatewayAttachmentResourceType Vpn = new("vpn");

    /// <summary><c>vpn-concentrator</c></summary>
    public static readonly TransitGatewayAttachmentResourceType VpnConcentrator = new("vpn-concentrator");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayAttachmentResourceType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayAttachmentResourceType FindValue(string value) => FindValue<TransitGatewayAttachmentResourceType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayAttachmentResourceType?(string? value) => FindValue<TransitGatewayAttachmentResourceType>(value);
}
