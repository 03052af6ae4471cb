using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of VPC attachments (<c>DescribeTransitGatewayVpcAttachments</c>).</summary>
public class DescribeTransitGatewayVpcAttachmentsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The attachments of this page.</summary>
    public List<TransitGatewayVpcAttachment>? TransitGatewayVpcAttachments { get; set; } = InitialList.Of<TransitGatewayVpcAttachment>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayVpcAttachments":
                TransitGatewayVpcAttachments = xml.List(TransitGatewayVpcAttachments);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
