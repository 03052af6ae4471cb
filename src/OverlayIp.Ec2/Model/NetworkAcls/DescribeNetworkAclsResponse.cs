using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of network ACLs (<c>DescribeNetworkAcls</c>).</summary>
public class DescribeNetworkAclsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The ACLs of this page.</summary>
    public List<NetworkAcl>? NetworkAcls { get; set; } = InitialList.Of<NetworkAcl>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "networkAclSet":
                NetworkAcls = xml.List(NetworkAcls);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
