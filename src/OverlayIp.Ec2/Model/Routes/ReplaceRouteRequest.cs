using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for another target for an existing route (<c>ReplaceRoute</c>): one destination, one target.</summary>
public class ReplaceRouteRequest : AmazonEC2Request
{
    /// <summary>The route table, <c>rtb-…</c>.</summary>
    public string? RouteTableId { get; set; }

    /// <summary>The IPv4 destination, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>The IPv6 destination, such as <c>fd00::1/128</c>.</summary>
    public string? DestinationIpv6CidrBlock { get; set; }

    /// <summary>A prefix list as destination, <c>pl-…</c>.</summary>
    public string? DestinationPrefixListId { get; set; }

    /// <summary>A carrier gateway, <c>cagw-…</c>.</summary>
    public string? CarrierGatewayId { get; set; }

    /// <summary>The ARN of a Cloud WAN core network.</summary>
    public string? CoreNetworkArn { get; set; }

    /// <summary>An egress-only internet gateway, <c>eigw-…</c>.</summary>
    public string? EgressOnlyInternetGatewayId { get; set; }

    /// <summary>An internet or virtual private gateway, a gateway endpoint, or <c>local</c>.</summary>
    public string? GatewayId { get; set; }

    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>A local gateway, <c>lgw-…</c>.</summary>
    public string? LocalGatewayId { get; set; }

    /// <summary>A NAT gateway, <c>nat-…</c>.</summary>
    public string? NatGatewayId { get; set; }

    /// <summary>The network interface, <c>eni-…</c>.</summary>
    public string? NetworkInterfaceId { get; set; }

    /// <summary>The ARN of an Oracle Database@AWS network.</summary>
    public string? OdbNetworkArn { get; set; }

    /// <summary>A transit gateway, <c>tgw-…</c>.</summary>
    public string? TransitGatewayId { get; set; }

    /// <summary>A Gateway Load Balancer endpoint, <c>vpce-…</c>.</summary>
    public string? VpcEndpointId { get; set; }

    /// <summary>A VPC peering connection, <c>pcx-…</c>.</summary>
    public string? VpcPeeringConnectionId { get; set; }

    /// <summary>True: gives the local route its original target back.</summary>
    public bool? LocalTarget { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "ReplaceRoute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("RouteTableId", RouteTableId);
        writer.Add("DestinationCidrBlock", DestinationCidrBlock);
        writer.Add("DestinationIpv6CidrBlock", DestinationIpv6CidrBlock);
        writer.Add("DestinationPrefixListId", DestinationPrefixListId);
        writer.Add("CarrierGatewayId", CarrierGatewayId);
        writer.Add("CoreNetworkArn", CoreNetworkArn);
        writer.Add("EgressOnlyInternetGatewayId", EgressOnlyInternetGatewayId);
        writer.Add("GatewayId", GatewayId);
        writer.Add("InstanceId", InstanceId);
        writer.Add("LocalGatewayId", LocalGatewayId);
        writer.Add("NatGatewayId", NatGatewayId);
        writer.Add("NetworkInterfaceId", NetworkInterfaceId);
        writer.Add("OdbNetworkArn", OdbNetworkArn);
        writer.Add("TransitGatewayId", TransitGatewayId);
        writer.Add("VpcEndpointId", VpcEndpointId);
        writer.Add("VpcPeeringConnectionId", VpcPeeringConnectionId);
        writer.Add("LocalTarget", LocalTarget);
        writer.Add("DryRun", DryRun);
    }
}
