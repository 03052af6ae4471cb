using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for another target of a static route in a transit gateway route table (<c>ReplaceTransitGatewayRoute</c>).</summary>
public class ReplaceTransitGatewayRouteRequest : AmazonEC2Request
{
    /// <summary>The transit gateway route table, <c>tgw-rtb-…</c>.</summary>
    public string? TransitGatewayRouteTableId { get; set; }

    /// <summary>The destination, IPv4 or IPv6, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>The attachment that takes the packets, <c>tgw-attach-…</c>.</summary>
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>True: packets are dropped, and no attachment is given.</summary>
    public bool? Blackhole { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "ReplaceTransitGatewayRoute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("TransitGatewayRouteTableId", TransitGatewayRouteTableId);
        writer.Add("DestinationCidrBlock", DestinationCidrBlock);
        writer.Add("TransitGatewayAttachmentId", TransitGatewayAttachmentId);
        writer.Add("Blackhole", Blackhole);
        writer.Add("DryRun", DryRun);
    }
}
