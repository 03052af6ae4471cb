using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of transit gateway route tables (<c>DescribeTransitGatewayRouteTables</c>).</summary>
public class DescribeTransitGatewayRouteTablesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The route tables of this page.</summary>
    public List<TransitGatewayRouteTable>? TransitGatewayRouteTables { get; set; } = InitialList.Of<TransitGatewayRouteTable>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayRouteTables":
                TransitGatewayRouteTables = xml.List(TransitGatewayRouteTables);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
