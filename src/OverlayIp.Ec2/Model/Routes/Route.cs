using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A route. One destination is set and, but for instances, one target.</summary>
public class Route : IXmlShape
{
    /// <summary>The IPv4 destination, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>The IPv6 destination, such as <c>fd00::1/128</c>.</summary>
    public string? DestinationIpv6CidrBlock { get; set; }

    /// <summary>A prefix list as destination, <c>pl-…</c>.</summary>
    public string? DestinationPrefixListId { get; set; }

    /// <summary><c>active</c>, or <c>blackhole</c> when the target cannot take packets.</summary>
    public RouteState? State { get; set; }

    /// <summary>How the route came into the table.</summary>
    public RouteOrigin? Origin { get; set; }

    /// <summary>A carrier gateway, <c>cagw-…</c>.</summary>
    public string? CarrierGatewayId { get; set; }

    /// <summary>The ARN of a Cloud WAN core network.</summary>
    public string? CoreNetworkArn { get; set; }

    /// <summary>An egress-only internet gateway, <c>eigw-…</c>.</summary>
    public string? EgressOnlyInternetGatewayId { get; set; }

    /// <summary>An internet or virtual private gateway, a gateway endpoint, or <c>local</c>.</summary>
    public string? GatewayId { get; set; }

    /// <summary>The target instance; EC2 reports it beside <see cref="NetworkInterfaceId"/>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The account that owns the instance, twelve digits.</summary>
    public string? InstanceOwnerId { get; set; }

    /// <summary>An IP address that the route is for.</summary>
    public string? IpAddress { get; set; }

    /// <summary>A local gateway, <c>lgw-…</c>.</summary>
    public string? LocalGatewayId { get; set; }

    /// <summary>A NAT gateway, <c>nat-…</c>.</summary>
    public string? NatGatewayId { get; set; }

    /// <summary>The target network interface.</summary>
    public string? NetworkInterfaceId { get; set; }

    /// <summary>The ARN of an Oracle Database@AWS network.</summary>
    public string? OdbNetworkArn { get; set; }

    /// <summary>A transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary>A VPC peering connection, <c>pcx-…</c>.</summary>
    public string? VpcPeeringConnectionId { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "destinationCidrBlock":
                DestinationCidrBlock = xml.String();
                break;
            case "destinationIpv6CidrBlock":
                DestinationIpv6CidrBlock = xml.String();
                break;
            case "destinationPrefixListId":
                DestinationPrefixListId = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "origin":
                Origin = xml.String();
                break;
            case "carrierGatewayId":
                CarrierGatewayId = xml.String();
                break;
            case "coreNetworkArn":
                CoreNetworkArn = xml.String();
                break;
            case "egressOnlyInternetGatewayId":
                EgressOnlyInternetGatewayId = xml.String();
                break;
            case "gatewayId":
                GatewayId = xml.String();
                break;
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "instanceOwnerId":
                InstanceOwnerId = xml.String();
                break;
            case "ipAddress":
                IpAddress = xml.String();
                break;
            case "localGatewayId":
                LocalGatewayId = xml.String();
                break;
            case "natGatewayId":
                NatGatewayId = xml.String();
                break;
            case "networkInterfaceId":
                NetworkInterfaceId = xml.String();
                break;
            case "odbNetworkArn":
                OdbNetworkArn = xml.String();
                break;
            case "transitGatewayId":
                TransitGatewayId = xml.String();
                break;
            case "vpcPeeringConnectionId":
                VpcPeeringConnectionId = xml.String();
                break;
        }
    }
}
