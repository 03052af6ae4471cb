using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of network interfaces (<c>DescribeNetworkInterfaces</c>).</summary>
public class DescribeNetworkInterfacesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The interfaces of this page.</summary>
    public List<NetworkInterface>? NetworkInterfaces { get; set; } = InitialList.Of<NetworkInterface>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "networkInterfaceSet":
                NetworkInterfaces = xml.List(NetworkInterfaces);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
