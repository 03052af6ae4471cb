using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of route tables (<c>DescribeRouteTables</c>).</summary>
public class DescribeRouteTablesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The route tables of this page.</summary>
    public List<RouteTable>? RouteTables { get; set; } = InitialList.Of<RouteTable>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "routeTableSet":
                RouteTables = xml.List(RouteTables);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
