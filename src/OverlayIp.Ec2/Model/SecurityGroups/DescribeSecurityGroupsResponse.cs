using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of security groups (<c>DescribeSecurityGroups</c>).</summary>
public class DescribeSecurityGroupsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The groups of this page.</summary>
    public List<SecurityGroup>? SecurityGroups { get; set; } = InitialList.Of<SecurityGroup>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "securityGroupInfo":
                SecurityGroups = xml.List(SecurityGroups);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
