using Amazon.Runtime;

namespace Amazon.EC2.Model;

internal sealed class DescribeTransitGatewayAttachmentsPaginator(IAmazonEC2 client, DescribeTransitGatewayAttachmentsRequest request)
    : TokenPaginator<DescribeTransitGatewayAttachmentsResponse>(request, request.NextToken), IDescribeTransitGatewayAttachmentsPaginator
{
    public IPaginatedEnumerable<TransitGatewayAttachment> TransitGatewayAttachments => Items(page => page.TransitGatewayAttachments);

    protected override Task<DescribeTransitGatewayAttachmentsResponse> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        request.NextToken = token;
        return client.DescribeTransitGatewayAttachmentsAsync(request, cancellationToken);
    }

    protected override string? TokenAfter(DescribeTransitGatewayAttachmentsResponse page) => page.NextToken;
}
