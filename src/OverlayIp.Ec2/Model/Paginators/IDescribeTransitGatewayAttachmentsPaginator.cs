using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>All pages of <c>DescribeTransitGatewayAttachments</c>.</summary>
public interface IDescribeTransitGatewayAttachmentsPaginator
{
    /// <summary>The responses, page by page.</summary>
    IPaginatedEnumerable<DescribeTransitGatewayAttachmentsResponse> Responses { get; }

    /// <summary>The attachments of all pages.</summary>
    IPaginatedEnumerable<TransitGatewayAttachment> TransitGatewayAttachments { get; }
}
