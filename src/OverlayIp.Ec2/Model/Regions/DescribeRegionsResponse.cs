using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The regions of the account's partition (<c>DescribeRegions</c>).</summary>
public class DescribeRegionsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The regions.</summary>
    public List<Region>? Regions { get; set; } = InitialList.Of<Region>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "regionInfo":
                Regions = xml.List(Regions);
                break;
        }
    }
}
