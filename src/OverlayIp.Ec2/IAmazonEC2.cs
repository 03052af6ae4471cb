using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.EC2;

/// <summary>The EC2 API, as far as overlay routing needs it. An interface, so that tests can stand in for EC2.</summary>
public interface IAmazonEC2 : IAmazonService, IDisposable
{
    /// <summary>Reads paged answers to their end.</summary>
    IEC2PaginatorFactory Paginators { get; }

    /// <summary>Creates a route (<c>CreateRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<CreateRouteResponse> CreateRouteAsync(CreateRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Creates a static route in a transit gateway route table (<c>CreateTransitGatewayRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<CreateTransitGatewayRouteResponse> CreateTransitGatewayRouteAsync(
        CreateTransitGatewayRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a route (<c>DeleteRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DeleteRouteResponse> DeleteRouteAsync(DeleteRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a static route of a transit gateway route table (<c>DeleteTransitGatewayRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DeleteTransitGatewayRouteResponse> DeleteTransitGatewayRouteAsync(
        DeleteTransitGatewayRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads one attribute of an instance (<c>DescribeInstanceAttribute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeInstanceAttributeResponse> DescribeInstanceAttributeAsync(
        DescribeInstanceAttributeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists running instances with the results of their status checks (<c>DescribeInstanceStatus</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists instances with the results of their status checks (<c>DescribeInstanceStatus</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(
        DescribeInstanceStatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists instances (<c>DescribeInstances</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeInstancesResponse> DescribeInstancesAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists instances (<c>DescribeInstances</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists prefix lists, those of AWS included (<c>DescribeManagedPrefixLists</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeManagedPrefixListsResponse> DescribeManagedPrefixListsAsync(
        DescribeManagedPrefixListsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists network ACLs with their rules (<c>DescribeNetworkAcls</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeNetworkAclsResponse> DescribeNetworkAclsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists network ACLs with their rules (<c>DescribeNetworkAcls</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeNetworkAclsResponse> DescribeNetworkAclsAsync(
        DescribeNetworkAclsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists network interfaces (<c>DescribeNetworkInterfaces</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists network interfaces (<c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(
        DescribeNetworkInterfacesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists regions (<c>DescribeRegions</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeRegionsResponse> DescribeRegionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists regions (<c>DescribeRegions</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeRegionsResponse> DescribeRegionsAsync(DescribeRegionsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists route tables with their routes (<c>DescribeRouteTables</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists route tables with their routes (<c>DescribeRouteTables</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(
        DescribeRouteTablesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists security groups with their rules (<c>DescribeSecurityGroups</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists security groups with their rules (<c>DescribeSecurityGroups</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(
        DescribeSecurityGroupsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists subnets (<c>DescribeSubnets</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeSubnetsResponse> DescribeSubnetsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists subnets (<c>DescribeSubnets</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeSubnetsResponse> DescribeSubnetsAsync(DescribeSubnetsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists what is attached to transit gateways (<c>DescribeTransitGatewayAttachments</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeTransitGatewayAttachmentsResponse> DescribeTransitGatewayAttachmentsAsync(
        DescribeTransitGatewayAttachmentsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists transit gateway route tables, without their routes (<c>DescribeTransitGatewayRouteTables</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeTransitGatewayRouteTablesResponse> DescribeTransitGatewayRouteTablesAsync(
        DescribeTransitGatewayRouteTablesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the VPCs that are attached to transit gateways (<c>DescribeTransitGatewayVpcAttachments</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeTransitGatewayVpcAttachmentsResponse> DescribeTransitGatewayVpcAttachmentsAsync(
        DescribeTransitGatewayVpcAttachmentsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists transit gateways (<c>DescribeTransitGateways</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeTransitGatewaysResponse> DescribeTransitGatewaysAsync(
        DescribeTransitGatewaysRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists VPC peering connections (<c>DescribeVpcPeeringConnections</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeVpcPeeringConnectionsResponse> DescribeVpcPeeringConnectionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists VPC peering connections (<c>DescribeVpcPeeringConnections</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeVpcPeeringConnectionsResponse> DescribeVpcPeeringConnectionsAsync(
        DescribeVpcPeeringConnectionsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists VPCs (<c>DescribeVpcs</c>): all that the caller may see, in one response.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<DescribeVpcsResponse> DescribeVpcsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists VPCs (<c>DescribeVpcs</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<DescribeVpcsResponse> DescribeVpcsAsync(DescribeVpcsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the CIDR blocks of a prefix list (<c>GetManagedPrefixListEntries</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<GetManagedPrefixListEntriesResponse> GetManagedPrefixListEntriesAsync(
        GetManagedPrefixListEntriesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the attachments whose packets a transit gateway route table routes (<c>GetTransitGatewayRouteTableAssociations</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<GetTransitGatewayRouteTableAssociationsResponse> GetTransitGatewayRouteTableAssociationsAsync(
        GetTransitGatewayRouteTableAssociationsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes one attribute of an instance (<c>ModifyInstanceAttribute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<ModifyInstanceAttributeResponse> ModifyInstanceAttributeAsync(
        ModifyInstanceAttributeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes one attribute of a network interface (<c>ModifyNetworkInterfaceAttribute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<ModifyNetworkInterfaceAttributeResponse> ModifyNetworkInterfaceAttributeAsync(
        ModifyNetworkInterfaceAttributeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives an existing route another target (<c>ReplaceRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<ReplaceRouteResponse> ReplaceRouteAsync(ReplaceRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives an existing route of a transit gateway route table another target (<c>ReplaceTransitGatewayRoute</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<ReplaceTransitGatewayRouteResponse> ReplaceTransitGatewayRouteAsync(
        ReplaceTransitGatewayRouteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists those routes of a transit gateway route table that the filters ask for (<c>SearchTransitGatewayRoutes</c>).</summary>
    /// <param name="request">The action's parameters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AmazonEC2Exception">EC2 refused.</exception>
    Task<SearchTransitGatewayRoutesResponse> SearchTransitGatewayRoutesAsync(
        SearchTransitGatewayRoutesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tells which endpoint a request would go to.</summary>
    /// <param name="request">The request.</param>
    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    /// <inheritdoc/>
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEC2Config();

    /// <inheritdoc/>
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials? awsCredentials, ClientConfig clientConfig)
    {
        if (clientConfig is not AmazonEC2Config config)
            throw new AmazonClientException($"ClientConfig is not of type {nameof(AmazonEC2Config)} to create {nameof(AmazonEC2Client)}");
        return awsCredentials is null ? new AmazonEC2Client(config) : new AmazonEC2Client(awsCredentials, config);
    }
}
