using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeTransitGatewayVpcAttachments</c>.</summary>
public interface IDescribeTransitGatewayVpcAttachmentsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeTransitGatewayVpcAttachmentsResponse> Responses { get; }

    /// <summary>The VPC attachments of all pages.</summary>
    IPaginatedEnumerable<TransitGatewayVpcAttachment> TransitGatewayVpcAttachments { get; }
}
