using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeTransitGatewayVpcAttachmentsPaginator(IAmazonEC2 client, DescribeTransitGatewayVpcAttachmentsRequest request)
    : TokenPaginator<DescribeTransitGatewayVpcAttachmentsResponse>(request, request.NextToken), IDescribeTransitGatewayVpcAttachmentsPaginator
{
    public IPaginatedEnumerable<TransitGatewayVpcAttachment> TransitGatewayVpcAttachments => Items(page => page.TransitGatewayVpcAttachments);

    protected override Task<DescribeTransitGatewayVpcAttachmentsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeTransitGatewayVpcAttachmentsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeTransitGatewayVpcAttachmentsResponse page) => page.NextToken;
}
