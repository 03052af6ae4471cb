using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for a route to be deleted (<c>DeleteRoute</c>).</summary>
public class DeleteRouteRequest : AmazonEC2Request
{
    /// <summary>The route table, <c>rtb-…</c>.</summary>
    public string? RouteTableId { get; set; }

    /// <summary>The IPv4 destination, such as <c>10.2.0.1/32</c>.</summary>
    public string? DestinationCidrBlock { get; set; }

    /// <summary>The IPv6 destination, such as <c>fd00::1/128</c>.</summary>
    public string? DestinationIpv6CidrBlock { get; set; }

    /// <summary>A prefix list as destination, <c>pl-…</c>.</summary>
    public string? DestinationPrefixListId { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DeleteRoute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("RouteTableId", RouteTableId);
        writer.Add("DestinationCidrBlock", DestinationCidrBlock);
        writer.Add("DestinationIpv6CidrBlock", DestinationIpv6CidrBlock);
        writer.Add("DestinationPrefixListId", DestinationPrefixListId);
        writer.Add("DryRun", DryRun);
    }
}
