using Amazon.EC2.Internal;
using Amazon.EC2.Internal.Wire;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.EC2;

/// <summary>
/// The client of the EC2 API. Instances are thread-safe and meant to be shared; connections are pooled for all clients
/// with the same configuration.
/// </summary>
public partial class AmazonEC2Client : AmazonServiceClient, IAmazonEC2
{
    private static readonly AmazonEC2Metadata Metadata = new();

    private EC2PaginatorFactory? _paginators;

    /// <inheritdoc/>
    public IEC2PaginatorFactory Paginators => _paginators ??= new EC2PaginatorFactory(this);

    /// <summary>What the pipeline wants to know about the service.</summary>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <inheritdoc/>
    public virtual Task<CreateRouteResponse> CreateRouteAsync(
        CreateRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<CreateRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<CreateTransitGatewayRouteResponse> CreateTransitGatewayRouteAsync(
        CreateTransitGatewayRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<CreateTransitGatewayRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeleteRouteResponse> DeleteRouteAsync(
        DeleteRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeleteRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeleteTransitGatewayRouteResponse> DeleteTransitGatewayRouteAsync(
        DeleteTransitGatewayRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeleteTransitGatewayRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeInstanceAttributeResponse> DescribeInstanceAttributeAsync(
        DescribeInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeInstanceAttributeResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(CancellationToken cancellationToken = default) =>
        DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(
        DescribeInstanceStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeInstanceStatusResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeInstancesResponse> DescribeInstancesAsync(CancellationToken cancellationToken = default) =>
        DescribeInstancesAsync(new DescribeInstancesRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeInstancesResponse> DescribeInstancesAsync(
        DescribeInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeInstancesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeManagedPrefixListsResponse> DescribeManagedPrefixListsAsync(
        DescribeManagedPrefixListsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeManagedPrefixListsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeNetworkAclsResponse> DescribeNetworkAclsAsync(CancellationToken cancellationToken = default) =>
        DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeNetworkAclsResponse> DescribeNetworkAclsAsync(
        DescribeNetworkAclsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeNetworkAclsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(CancellationToken cancellationToken = default) =>
        DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(
        DescribeNetworkInterfacesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeNetworkInterfacesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeRegionsResponse> DescribeRegionsAsync(CancellationToken cancellationToken = default) =>
        DescribeRegionsAsync(new DescribeRegionsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeRegionsResponse> DescribeRegionsAsync(
        DescribeRegionsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeRegionsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(CancellationToken cancellationToken = default) =>
        DescribeRouteTablesAsync(new DescribeRouteTablesRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(
        DescribeRouteTablesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeRouteTablesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(CancellationToken cancellationToken = default) =>
        DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(
        DescribeSecurityGroupsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeSecurityGroupsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeSubnetsResponse> DescribeSubnetsAsync(CancellationToken cancellationToken = default) =>
        DescribeSubnetsAsync(new DescribeSubnetsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeSubnetsResponse> DescribeSubnetsAsync(
        DescribeSubnetsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeSubnetsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeTransitGatewayAttachmentsResponse> DescribeTransitGatewayAttachmentsAsync(
        DescribeTransitGatewayAttachmentsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTransitGatewayAttachmentsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeTransitGatewayRouteTablesResponse> DescribeTransitGatewayRouteTablesAsync(
        DescribeTransitGatewayRouteTablesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTransitGatewayRouteTablesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeTransitGatewayVpcAttachmentsResponse> DescribeTransitGatewayVpcAttachmentsAsync(
        DescribeTransitGatewayVpcAttachmentsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTransitGatewayVpcAttachmentsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeTransitGatewaysResponse> DescribeTransitGatewaysAsync(
        DescribeTransitGatewaysRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTransitGatewaysResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeVpcPeeringConnectionsResponse> DescribeVpcPeeringConnectionsAsync(CancellationToken cancellationToken = default) =>
        DescribeVpcPeeringConnectionsAsync(new DescribeVpcPeeringConnectionsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeVpcPeeringConnectionsResponse> DescribeVpcPeeringConnectionsAsync(
        DescribeVpcPeeringConnectionsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeVpcPeeringConnectionsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeVpcsResponse> DescribeVpcsAsync(CancellationToken cancellationToken = default) =>
        DescribeVpcsAsync(new DescribeVpcsRequest(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeVpcsResponse> DescribeVpcsAsync(
        DescribeVpcsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeVpcsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetManagedPrefixListEntriesResponse> GetManagedPrefixListEntriesAsync(
        GetManagedPrefixListEntriesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetManagedPrefixListEntriesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetTransitGatewayRouteTableAssociationsResponse> GetTransitGatewayRouteTableAssociationsAsync(
        GetTransitGatewayRouteTableAssociationsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetTransitGatewayRouteTableAssociationsResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModifyInstanceAttributeResponse> ModifyInstanceAttributeAsync(
        ModifyInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ModifyInstanceAttributeResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModifyNetworkInterfaceAttributeResponse> ModifyNetworkInterfaceAttributeAsync(
        ModifyNetworkInterfaceAttributeRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ModifyNetworkInterfaceAttributeResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ReplaceRouteResponse> ReplaceRouteAsync(
        ReplaceRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ReplaceRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ReplaceTransitGatewayRouteResponse> ReplaceTransitGatewayRouteAsync(
        ReplaceTransitGatewayRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ReplaceTransitGatewayRouteResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SearchTransitGatewayRoutesResponse> SearchTransitGatewayRoutesAsync(
        SearchTransitGatewayRoutesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<SearchTransitGatewayRoutesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    /// <summary>Puts EC2's own steps into the SDK's pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        if (Config.RetryMode == RequestRetryMode.Standard)
            pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new EC2StandardRetryPolicy(Config)));
        else if (Config.RetryMode == RequestRetryMode.Adaptive)
            pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new EC2AdaptiveRetryPolicy(Config)));

        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new AmazonEC2EndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AmazonEC2AuthSchemeHandler());
    }

    private Task<TResponse> CallAsync<TResponse>(AmazonEC2Request request, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, IXmlShape, new()
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = QueryRequestMarshaller.Instance,
            ResponseUnmarshaller = QueryResponseUnmarshaller<TResponse>.Instance,
        };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }
}
