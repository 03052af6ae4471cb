using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Failover;

public sealed class InstanceMetadataTests : IDisposable
{
    // A request that is answered is answered, however slow this machine is; only one that is not is to be given up soon.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private readonly MetadataStandIn _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_node_finds_its_primary_interface()
    {
        var node = await LocateAsync(null);

        Assert.Equal(
            new NodeIdentity
            {
                InstanceId = MetadataStandIn.InstanceId,
                NetworkInterfaceId = MetadataStandIn.NetworkInterfaceId,
                VpcId = MetadataStandIn.VpcId,
                Region = "eu-central-1",
                IsThisInstance = true,
            },
            node);
        Assert.Equal(MetadataStandIn.NetworkInterfaceId, node.Target.NetworkInterfaceId);
    }

    [Fact]
    public async Task One_token_does_for_all_requests_though_they_start_at_once()
    {
        await LocateAsync(null);
        Assert.Single(_service.Requests, r => r.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Equal("PUT /latest/api/token", _service.Requests[0]);
    }

    [Theory]
    [InlineData("02:00:00:00:00:02")]
    [InlineData("02-00-00-00-00-02")]
    public async Task An_interface_is_found_by_its_MAC_address_without_asking_for_the_primary_one(string mac)
    {
        var node = await LocateAsync(mac);
        Assert.Equal(MetadataStandIn.OtherNetworkInterfaceId, node.NetworkInterfaceId);
        Assert.DoesNotContain("GET /latest/meta-data/mac", _service.Requests);
    }

    [Fact]
    public async Task An_interface_that_is_not_the_instances_is_refused_by_naming_those_that_are()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LocateAsync("02:00:00:00:00:99"));
        Assert.Equal(("InterfaceNotOfInstance", OverlayErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains($"{MetadataStandIn.Mac}, {MetadataStandIn.OtherMac}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_renewed()
    {
        using var client = Client();
        await client.ReadAsync("meta-data/mac", default);
        _service.ExpireTokens();
        Assert.Equal(MetadataStandIn.Mac, await client.ReadAsync("meta-data/mac", default));
        Assert.Equal(2, _service.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_that_passes_is_waited_for()
    {
        _service.Failures = 2;
        Assert.Equal(MetadataStandIn.InstanceId, (await LocateAsync(null)).InstanceId);
    }

    [Theory]
    [InlineData(404, "InstanceMetadataVersion", OverlayErrorKind.Unspecified)]
    [InlineData(405, "InstanceMetadataVersion", OverlayErrorKind.Unspecified)]
    [InlineData(403, "InstanceMetadataDenied", OverlayErrorKind.PermissionDenied)]
    [InlineData(503, "InstanceMetadataUnreachable", OverlayErrorKind.Unavailable)]
    public async Task Without_a_token_no_value_is_asked_for(int status, string errorId, OverlayErrorKind kind)
    {
        _service.TokenStatus = status;
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LocateAsync(null, patience: status == 503 ? Short : Long));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.DoesNotContain(_service.Requests, r => r.StartsWith("GET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "InstanceMetadataDenied")]
    [InlineData(403, "InstanceMetadataDenied")]
    [InlineData(400, "InstanceMetadataInvalid")]
    [InlineData(302, "InstanceMetadataInvalid")]
    [InlineData(500, "InstanceMetadataUnreachable")]
    public async Task A_value_that_is_refused_is_an_error_of_its_own(int status, string errorId)
    {
        _service.ValueStatus = status;
        Assert.Equal(errorId, (await Assert.ThrowsAsync<OverlayIpException>(() => LocateAsync(null, patience: status == 500 ? Short : Long))).ErrorId);
    }

    [Fact]
    public async Task Silence_is_given_up()
    {
        _service.IsSilent = true;
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LocateAsync(null, attempt: Short, patience: Short));
        Assert.Equal("InstanceMetadataUnreachable", error.ErrorId);
        Assert.Contains("did not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absence_is_given_up()
    {
        using var client = new InstanceMetadataClient(new InstanceMetadataOptions { Endpoint = new Uri(StubEndpoint.RefusedUrl), AttemptTimeout = Long, Patience = Short }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => client.ReadAsync("meta-data/mac", default));
        Assert.Equal("InstanceMetadataUnreachable", error.ErrorId);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meta-data/instance-id", "<html>sign in</html>")]
    [InlineData("meta-data/instance-id", " ")]
    [InlineData("meta-data/network/interfaces/macs/02:00:00:00:00:01/interface-id", "eth0")]
    public async Task Nonsense_is_not_taken_for_an_id(string path, string value)
    {
        _service.Values[path] = value;
        Assert.Equal("InstanceMetadataInvalid", (await Assert.ThrowsAsync<OverlayIpException>(() => LocateAsync(null))).ErrorId);
    }

    [Fact]
    public async Task Turned_off_means_that_nobody_is_asked()
    {
        using var client = new InstanceMetadataClient(new InstanceMetadataOptions { Endpoint = new Uri(_service.Url), IsDisabled = true }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => client.ReadAsync("meta-data/mac", default));
        Assert.Equal(("InstanceMetadataDisabled", OverlayErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Cancellation_is_no_failure_of_the_service()
    {
        _service.IsSilent = true;
        using var source = new CancellationTokenSource();
        using var client = new InstanceMetadataClient(new InstanceMetadataOptions { Endpoint = new Uri(_service.Url), AttemptTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        var reading = client.ReadAsync("meta-data/mac", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [InlineData(null, null, "http://169.254.169.254/")]
    [InlineData(null, "IPv6", "http://[fd00:ec2::254]/")]
    [InlineData("http://127.0.0.1:1338", "IPv6", "http://127.0.0.1:1338/")]
    [InlineData("", "IPv4", "http://169.254.169.254/")]
    public void The_endpoint_is_that_of_the_environment(string? endpoint, string? mode, string expected)
    {
        var options = InstanceMetadataOptions.FromEnvironment(name => name switch
        {
            "AWS_EC2_METADATA_SERVICE_ENDPOINT" => endpoint,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE" => mode,
            _ => null,
        });
        Assert.Equal((expected, false), (options.Endpoint.ToString(), options.IsDisabled));
    }

    [Fact]
    public void An_endpoint_that_is_no_URL_is_refused() =>
        Assert.Equal("InstanceMetadataEndpointMalformed", Assert.Throws<OverlayIpException>(() => InstanceMetadataOptions.FromEnvironment(name => name.EndsWith("ENDPOINT", StringComparison.Ordinal) ? "imds" : null)).ErrorId);

    [Theory]
    [InlineData("02:00:00:00:00:01", true)]
    [InlineData("0A-1b-2C-3d-4E-5f", true)]
    [InlineData("02:00:00:00:00", false)]
    [InlineData("02:00:00:00:00:0g", false)]
    [InlineData("eth0", false)]
    [InlineData("seventeen-letters", false)]
    public void MAC_addresses_are_told_from_names(string text, bool isMac) => Assert.Equal(isMac, LocalLinks.IsMac(text));

    [Fact]
    public void An_unknown_interface_is_refused_by_naming_those_there_are()
    {
        var error = Assert.Throws<OverlayIpException>(() => LocalLinks.MacOf("no-such-interface"));
        Assert.Equal("InterfaceNotFound", error.ErrorId);
    }

    private InstanceMetadataClient Client(TimeSpan? attempt = null, TimeSpan? patience = null) => new(
        new InstanceMetadataOptions { Endpoint = new Uri(_service.Url), AttemptTimeout = attempt ?? Long, Patience = patience ?? Long }, TimeProvider.System);

    private async Task<NodeIdentity> LocateAsync(string? interfaceName, TimeSpan? attempt = null, TimeSpan? patience = null)
    {
        using var client = Client(attempt, patience);
        return await new MetadataNodeLocator(client, LocalLinks.MacOf).LocateAsync(interfaceName, default);
    }
}
