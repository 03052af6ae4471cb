using Amazon.EC2;
using Amazon.EC2.Model;
using Moq;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// The client in front of the fake: the operations that the engine's routing calls, and an exception for every other. Strict,
/// and not written out, so that it is the same for the slice and for the hundreds of operations of the official package.
/// </summary>
internal sealed partial class FakeEc2
{
    private IAmazonEC2 Client()
    {
        var client = new Mock<IAmazonEC2>(MockBehavior.Strict);
        client.Setup(c => c.Dispose());
        client.Setup(c => c.DescribeRouteTablesAsync(It.IsAny<DescribeRouteTablesRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeRouteTablesRequest request, CancellationToken token) => DescribeRouteTablesAsync(request, token));
        client.Setup(c => c.DescribeVpcsAsync(It.IsAny<DescribeVpcsRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeVpcsRequest request, CancellationToken token) => DescribeVpcsAsync(request, token));
        client.Setup(c => c.CreateRouteAsync(It.IsAny<CreateRouteRequest>(), It.IsAny<CancellationToken>()))
            .Returns((CreateRouteRequest request, CancellationToken token) => CreateRouteAsync(request, token));
        client.Setup(c => c.ReplaceRouteAsync(It.IsAny<ReplaceRouteRequest>(), It.IsAny<CancellationToken>()))
            .Returns((ReplaceRouteRequest request, CancellationToken token) => ReplaceRouteAsync(request, token));
        client.Setup(c => c.DeleteRouteAsync(It.IsAny<DeleteRouteRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DeleteRouteRequest request, CancellationToken token) => DeleteRouteAsync(request, token));
        client.Setup(c => c.DescribeInstancesAsync(It.IsAny<DescribeInstancesRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeInstancesRequest request, CancellationToken token) => DescribeInstancesAsync(request, token));
        client.Setup(c => c.DescribeNetworkInterfacesAsync(It.IsAny<DescribeNetworkInterfacesRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeNetworkInterfacesRequest request, CancellationToken token) => DescribeNetworkInterfacesAsync(request, token));
        client.Setup(c => c.ModifyNetworkInterfaceAttributeAsync(It.IsAny<ModifyNetworkInterfaceAttributeRequest>(), It.IsAny<CancellationToken>()))
            .Returns((ModifyNetworkInterfaceAttributeRequest request, CancellationToken token) => ModifyNetworkInterfaceAttributeAsync(request, token));
        client.Setup(c => c.StopInstancesAsync(It.IsAny<StopInstancesRequest>(), It.IsAny<CancellationToken>()))
            .Returns((StopInstancesRequest request, CancellationToken token) => StopInstancesAsync(request, token));
        client.Setup(c => c.DescribeInstanceStatusAsync(It.IsAny<DescribeInstanceStatusRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeInstanceStatusRequest request, CancellationToken token) => DescribeInstanceStatusAsync(request, token));
        return client.Object;
    }
}
