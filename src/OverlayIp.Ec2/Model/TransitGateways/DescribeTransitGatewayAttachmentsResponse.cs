using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of attachments (<c>DescribeTransitGatewayAttachments</c>).</summary>
public class DescribeTransitGatewayAttachmentsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The attachments of this page.</summary>
    public List<TransitGatewayAttachment>? TransitGatewayAttachments { get; set; } = InitialList.Of<TransitGatewayAttachment>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "transitGatewayAttachments":
                TransitGatewayAttachments = xml.List(TransitGatewayAttachments);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
