using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>What the engine's routing does not call.</summary>
internal sealed partial class FakeEc2 : IAmazonEC2
{
    public IEC2PaginatorFactory Paginators => throw new NotSupportedException();

    public IClientConfig Config => throw new NotSupportedException();

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public Task<DescribeInstanceAttributeResponse> DescribeInstanceAttributeAsync(DescribeInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeRegionsResponse> DescribeRegionsAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeRegionsResponse> DescribeRegionsAsync(DescribeRegionsRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeSubnetsResponse> DescribeSubnetsAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeSubnetsResponse> DescribeSubnetsAsync(DescribeSubnetsRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DescribeVpcsResponse> DescribeVpcsAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<ModifyInstanceAttributeResponse> ModifyInstanceAttributeAsync(ModifyInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
