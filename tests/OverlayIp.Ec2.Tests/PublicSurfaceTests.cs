using System.Net;
using Amazon;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Moq;

namespace OverlayIp.Ec2.Tests;

/// <summary>
/// Code as it is written for the official AWSSDK.EC2 package. That it compiles, here and with
/// <c>-p:UseAwsSdkEc2=true</c>, is most of the test.
/// </summary>
public class PublicSurfaceTests
{
    [Fact]
    public void Clients_are_constructed_in_every_way()
    {
        var credentials = new BasicAWSCredentials("id", "secret");
        var config = new AmazonEC2Config
        {
            RegionEndpoint = RegionEndpoint.EUCentral1,
            RetryMode = RequestRetryMode.Adaptive,
            MaxErrorRetry = 5,
            Timeout = TimeSpan.FromSeconds(5),
            ConnectTimeout = TimeSpan.FromSeconds(1),
            UseFIPSEndpoint = false,
            UseDualstackEndpoint = false,
            DefaultConfigurationMode = DefaultConfigurationMode.InRegion,
            ThrottleRetries = false,
            MaxConnectionsPerServer = 10,
        };

        AmazonEC2Client[] clients =
        [
            new(config),
            new(RegionEndpoint.EUCentral1),
            new(credentials, RegionEndpoint.EUCentral1),
            new(credentials, config),
            new("id", "secret", RegionEndpoint.EUCentral1),
            new("id", "secret", config),
            new("id", "secret", "token", RegionEndpoint.EUCentral1),
            new("id", "secret", "token", config),
        ];

        foreach (var client in clients)
        {
            Assert.Equal("eu-central-1", client.Config.RegionEndpoint.SystemName);
            Assert.NotNull(client.Paginators);
            client.Dispose();
        }
    }

    [Fact]
    public void Clients_that_need_the_environment_have_constructors()
    {
        Func<AmazonEC2Client>[] constructors =
        [
            () => new AmazonEC2Client(),
            () => new AmazonEC2Client(new AnonymousAWSCredentials()),
            () => new AmazonEC2Client("id", "secret"),
            () => new AmazonEC2Client("id", "secret", "token"),
        ];

        Assert.Equal(4, constructors.Length);
    }

    [Fact]
    public void A_default_client_is_created_through_the_service_interface()
    {
        static ClientConfig DefaultConfig<T>()
            where T : IAmazonService => T.CreateDefaultClientConfig();
        static IAmazonService DefaultClient<T>(ClientConfig config)
            where T : IAmazonService => T.CreateDefaultServiceClient(new AnonymousAWSCredentials(), config);

        var config = Assert.IsType<AmazonEC2Config>(DefaultConfig<AmazonEC2Client>());
        config.RegionEndpoint = RegionEndpoint.EUWest1;

        using var client = Assert.IsType<AmazonEC2Client>(DefaultClient<AmazonEC2Client>(config));
        Assert.Equal("EC2", AmazonEC2Config.ServiceId);
    }

    [Fact]
    public async Task The_interface_can_be_mocked()
    {
        var mock = new Mock<IAmazonEC2>(MockBehavior.Strict);
        mock.Setup(ec2 => ec2.ReplaceRouteAsync(It.Is<ReplaceRouteRequest>(request => request.RouteTableId == "rtb-1"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ReplaceRouteResponse { HttpStatusCode = HttpStatusCode.OK, ResponseMetadata = new ResponseMetadata { RequestId = "r" } });
        mock.Setup(ec2 => ec2.DescribeRouteTablesAsync(It.IsAny<DescribeRouteTablesRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new DescribeRouteTablesResponse
            {
                NextToken = null,
                RouteTables =
                [
                    new RouteTable
                    {
                        RouteTableId = "rtb-1",
                        Routes = [new Route { DestinationCidrBlock = "10.2.0.1/32", State = RouteState.Active, NetworkInterfaceId = "eni-1" }],
                        Associations = [new RouteTableAssociation { Main = true, AssociationState = new RouteTableAssociationState { State = "associated" } }],
                        PropagatingVgws = [new PropagatingVgw { GatewayId = "vgw-1" }],
                        Tags = [new Tag("Name", "private"), new Tag("k") { Value = "v" }, new Tag { Key = "k", Value = "v" }],
                    },
                ],
            });
        mock.Setup(ec2 => ec2.DeleteRouteAsync(It.IsAny<DeleteRouteRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AmazonEC2Exception("no route", ErrorType.Sender, "InvalidRoute.NotFound", "r", HttpStatusCode.BadRequest));
        var client = mock.Object;

        var replaced = await client.ReplaceRouteAsync(new ReplaceRouteRequest { RouteTableId = "rtb-1" });
        var tables = await client.DescribeRouteTablesAsync(new DescribeRouteTablesRequest());
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DeleteRouteAsync(new DeleteRouteRequest()));

        Assert.Equal("r", replaced.ResponseMetadata.RequestId);
        Assert.Equal("eni-1", tables.RouteTables![0].Routes![0].NetworkInterfaceId);
        Assert.Equal(("InvalidRoute.NotFound", ErrorType.Sender), (error.ErrorCode, error.ErrorType));
        Assert.IsAssignableFrom<AmazonServiceException>(error);
    }

    [Fact]
    public void Constants_convert_from_and_to_text_and_compare_without_case()
    {
        RouteState state = "active";
        string text = RouteState.Blackhole;
        InstanceType type = "t4g.micro";

        Assert.Same(RouteState.Active, state);
        Assert.True(state == "ACTIVE");
        Assert.True(state != RouteState.Blackhole);
        Assert.Equal("blackhole", text);
        Assert.Equal("t4g.micro", type.Value);
        Assert.Same(RouteOrigin.CreateRoute, RouteOrigin.FindValue("createroute"));
        Assert.Equal("new-state", new RouteState("new-state").ToString());
        Assert.Null((RouteState?)(string?)null);
    }

    [Fact]
    public void The_constants_that_routing_decides_by_have_the_texts_of_the_API()
    {
        Assert.Equal("filtered", RouteState.Filtered.Value);
        Assert.Equal("CreateRouteTable", RouteOrigin.CreateRouteTable.Value);
        Assert.Equal("EnableVgwRoutePropagation", RouteOrigin.EnableVgwRoutePropagation.Value);
        Assert.Equal("Advertisement", RouteOrigin.Advertisement.Value);
        Assert.Equal(
            ["pending", "running", "shutting-down", "terminated", "stopping", "stopped"],
            new[] { InstanceStateName.Pending, InstanceStateName.Running, InstanceStateName.ShuttingDown, InstanceStateName.Terminated, InstanceStateName.Stopping, InstanceStateName.Stopped }.Select(name => name.Value));
        Assert.Equal(
            ["associated", "attaching", "available", "detaching", "in-use"],
            new[] { NetworkInterfaceStatus.Associated, NetworkInterfaceStatus.Attaching, NetworkInterfaceStatus.Available, NetworkInterfaceStatus.Detaching, NetworkInterfaceStatus.InUse }.Select(status => status.Value));
        Assert.Equal(
            ["attached", "attaching", "detached", "detaching"],
            new[] { AttachmentStatus.Attached, AttachmentStatus.Attaching, AttachmentStatus.Detached, AttachmentStatus.Detaching }.Select(status => status.Value));
        Assert.Equal("sourceDestCheck", InstanceAttributeName.SourceDestCheck.Value);
        Assert.Equal(("allow", "deny"), (RuleAction.Allow.Value, RuleAction.Deny.Value));
        Assert.Equal(
            ["initiating-request", "pending-acceptance", "active", "deleted", "rejected", "failed", "expired", "provisioning", "deleting"],
            new[]
            {
                VpcPeeringConnectionStateReasonCode.InitiatingRequest, VpcPeeringConnectionStateReasonCode.PendingAcceptance,
                VpcPeeringConnectionStateReasonCode.Active, VpcPeeringConnectionStateReasonCode.Deleted, VpcPeeringConnectionStateReasonCode.Rejected,
                VpcPeeringConnectionStateReasonCode.Failed, VpcPeeringConnectionStateReasonCode.Expired,
                VpcPeeringConnectionStateReasonCode.Provisioning, VpcPeeringConnectionStateReasonCode.Deleting,
            }.Select(code => code.Value));
        Assert.Equal("natGateway", NetworkInterfaceType.NatGateway.Value);
        Assert.Equal(
            ["ok", "impaired", "insufficient-data", "not-applicable", "initializing"],
            new[] { SummaryStatus.Ok, SummaryStatus.Impaired, SummaryStatus.InsufficientData, SummaryStatus.NotApplicable, SummaryStatus.Initializing }.Select(status => status.Value));
        Assert.Equal(
            ["pending", "active", "blackhole", "deleting", "deleted"],
            new[] { TransitGatewayRouteState.Pending, TransitGatewayRouteState.Active, TransitGatewayRouteState.Blackhole, TransitGatewayRouteState.Deleting, TransitGatewayRouteState.Deleted }.Select(state => state.Value));
        Assert.Equal(("static", "propagated"), (TransitGatewayRouteType.Static.Value, TransitGatewayRouteType.Propagated.Value));
        Assert.Equal(
            ("vpc", "vpn", "direct-connect-gateway", "peering"),
            (TransitGatewayAttachmentResourceType.Vpc.Value, TransitGatewayAttachmentResourceType.Vpn.Value, TransitGatewayAttachmentResourceType.DirectConnectGateway.Value, TransitGatewayAttachmentResourceType.Peering.Value));
        Assert.Equal("pendingAcceptance", TransitGatewayAttachmentState.PendingAcceptance.Value);
    }

    [Fact]
    public void Properties_are_null_until_they_are_set()
    {
        var request = new ReplaceRouteRequest();
        var interfaceChange = new ModifyNetworkInterfaceAttributeRequest();

        Assert.Null(request.RouteTableId);
        Assert.Null(request.DryRun);
        Assert.Null(request.LocalTarget);
        Assert.Null(interfaceChange.SourceDestCheck);
        Assert.Null(interfaceChange.Groups);
        Assert.Null(new DescribeInstancesRequest().MaxResults);
        Assert.Null(new Filter("n").Values);
        Assert.Null(new Instance().LaunchTime);
        Assert.Null(new RouteTable().Routes);
    }

    [Fact]
    public async Task Handlers_see_requests_before_they_are_sent()
    {
        var fake = new Support.FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client();
        var seen = new List<object>();
        client.BeforeRequestEvent += (_, arguments) => seen.Add(((WebServiceRequestEventArgs)arguments).Request);
        client.AfterResponseEvent += (_, arguments) => seen.Add(((WebServiceResponseEventArgs)arguments).Response);

        await client.DescribeVpcsAsync();

        Assert.IsType<DescribeVpcsRequest>(seen[0]);
        Assert.IsType<DescribeVpcsResponse>(seen[1]);
    }
}
