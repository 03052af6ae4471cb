using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for routes of a transit gateway route table (<c>SearchTransitGatewayRoutes</c>).</summary>
public class SearchTransitGatewayRoutesRequest : AmazonEC2Request
{
    /// <summary>The transit gateway route table, <c>tgw-rtb-…</c>.</summary>
    public string? TransitGatewayRouteTableId { get; set; }

    /// <summary>Which routes: at least one condition, such as <c>type</c>, <c>state</c> or <c>route-search.exact-match</c>.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>The most routes that a page may hold, 5 to 1000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "SearchTransitGatewayRoutes";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("TransitGatewayRouteTableId", TransitGatewayRouteTableId);
        writer.Add("Filter", Filters);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
    }
}
