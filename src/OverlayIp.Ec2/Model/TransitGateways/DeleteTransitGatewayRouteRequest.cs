using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for a static route of a transit gateway route table to be deleted (<c>DeleteTransitGatewayRoute</c>).</summary>
public class DeleteTransitGatewayRouteRequest : AmazonEC2Request
{
    /// <summary>The transit gateway route table, <c>tgw-rtb-…</c>.</summary>
    public string? TransitGatewayRouteTableId { get; set; }

    /// <summary>The destination, IPv4 or IPv6, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DeleteTransitGatewayRoute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("TransitGatewayRouteTableId", TransitGatewayRouteTableId);
        writer.Add("DestinationCidrBlock", DestinationCidrBlock);
        writer.Add("DryRun", DryRun);
    }
}
