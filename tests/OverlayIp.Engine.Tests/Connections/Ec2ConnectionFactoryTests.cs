using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Connections;

[Collection(AwsEnvironment.Alone.Name)]
public sealed class Ec2ConnectionFactoryTests : IDisposable
{
    private static readonly OverlayCredential Keys = new("AKIDEXAMPLE", "top-secret", "token-of-mine");

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("eu-west-1", "p", "eu-west-3", null, "eu-west-1")]
    [InlineData(null, "p", "eu-west-3", null, "eu-west-2")]
    [InlineData(null, null, "eu-west-3", "eu-north-1", "eu-west-3")]
    [InlineData(null, null, null, "eu-north-1", "eu-north-1")]
    [InlineData(null, null, null, null, "eu-south-1")]
    [InlineData(null, "without", "eu-west-3", null, "eu-west-3")]
    public async Task A_Region_is_looked_for_where_it_was_said_most_clearly(
        string? region, string? profile, string? awsRegion, string? awsDefaultRegion, string found)
    {
        _environment.WriteConfig("[default]\nregion = eu-south-1\n[profile p]\nregion = eu-west-2\n");
        _environment.WriteCredentials("[p]\naws_access_key_id=a\naws_secret_access_key=b\n[without]\naws_access_key_id=a\naws_secret_access_key=b\n");
        _environment.Set("AWS_REGION", awsRegion);
        _environment.Set("AWS_DEFAULT_REGION", awsDefaultRegion);

        using var connection = await OpenAsync(new ConnectionSettings { Region = region, ProfileName = profile });

        Assert.Equal(found, connection.Region);
    }

    [Fact]
    public async Task A_Region_that_changes_within_the_process_is_seen()
    {
        _environment.Set("AWS_REGION", "eu-west-1");
        using var before = await OpenAsync(new ConnectionSettings());
        _environment.Set("AWS_REGION", "eu-west-2");
        using var after = await OpenAsync(new ConnectionSettings());

        Assert.Equal(("eu-west-1", "eu-west-2"), (before.Region, after.Region));
    }

    [Fact]
    public async Task The_profile_of_AWS_PROFILE_gives_its_Region()
    {
        _environment.WriteConfig("[profile q]\nregion = ap-south-1\n");
        _environment.Set("AWS_PROFILE", "q");

        using var connection = await OpenAsync(new ConnectionSettings());

        Assert.Equal("ap-south-1", connection.Region);
    }

    [Fact]
    public async Task No_Region_anywhere_is_an_error_that_says_where_to_put_one()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => OpenAsync(new ConnectionSettings()));

        Assert.Equal(("NoRegion", OverlayErrorKind.InvalidArgument, true), (error.ErrorId, error.Kind, error.IsFatal));
        Assert.Contains("AWS_REGION", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_Region_of_the_environment_is_refused_like_a_given_one()
    {
        _environment.Set("AWS_REGION", "Frankfurt");

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => OpenAsync(new ConnectionSettings()));

        Assert.Equal(("RegionMalformed", "Frankfurt"), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(
            () => OpenAsync(new ConnectionSettings { Region = "eu-west-1", ProfileName = "nobody" }));

        Assert.Equal(("ProfileNotFound", OverlayErrorKind.NotFound, "nobody"), (error.ErrorId, error.Kind, error.Subject));
    }

    [Fact]
    public async Task A_profile_without_usable_credentials_is_named()
    {
        _environment.WriteConfig("[profile half]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/x\n");

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => OpenAsync(new ConnectionSettings { ProfileName = "half" }));

        Assert.Equal(("ProfileInvalid", OverlayErrorKind.Authentication, "half"), (error.ErrorId, error.Kind, error.Subject));
    }

    [Fact]
    public async Task A_profile_that_names_no_credentials_has_those_of_the_machine()
    {
        _environment.WriteConfig("[profile cluster]\nregion = eu-west-1\n");
        await using var endpoint = new StubEndpoint(request => request.StartsWith("GET /role", StringComparison.Ordinal)
            ? StubEndpoint.Answer(200, "application/json", """{"AccessKeyId":"AKIDOFTHEROLE","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""")
            : StubEndpoint.NoRouteTables());
        _environment.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.Url + "/role");

        using var connection = await OpenAsync(new ConnectionSettings { ProfileName = "cluster", EndpointUrl = endpoint.Url });
        await connection.Client.DescribeRouteTablesAsync(new Amazon.EC2.Model.DescribeRouteTablesRequest());

        Assert.Contains("Credential=AKIDOFTHEROLE/", endpoint.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata is disabled")]
    [InlineData("metadata refuses a token")]
    [InlineData("the instance has no role")]
    public async Task A_profile_that_names_no_credentials_is_no_use_on_a_machine_without_a_role(string why)
    {
        _environment.WriteConfig("[profile cluster]\nregion = eu-west-1\n");
        await using var metadata = new StubEndpoint(request => request.StartsWith("PUT ", StringComparison.Ordinal) && why == "the instance has no role"
            ? StubEndpoint.Answer(200, "text/plain", "token")
            : StubEndpoint.Answer(why == "metadata refuses a token" ? 403 : 404, "text/plain", ""));
        if (why != "metadata is disabled")
        {
            _environment.Set("AWS_EC2_METADATA_DISABLED", null);
            _environment.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);
        }

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => OpenAsync(new ConnectionSettings { ProfileName = "cluster" }));

        Assert.Equal(("ProfileInvalid", OverlayErrorKind.Authentication, "cluster"), (error.ErrorId, error.Kind, error.Subject));
        Assert.Contains("names no credentials", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_with_a_Region_and_keys_asks_nobody_anything()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        _environment.Set("AWS_EC2_METADATA_DISABLED", null);
        _environment.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.Url);
        _environment.Set("AWS_ENDPOINT_URL", endpoint.Url);
        _environment.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.Url);

        using var connection = await OpenAsync(
            new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url, RoleArn = "arn:aws:iam::123456789012:role/x" });

        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task With_an_endpoint_given_instance_metadata_is_not_asked_for_a_Region()
    {
        await using var metadata = new StubEndpoint(_ => StubEndpoint.Answer(200, "text/plain", "x"));
        _environment.Set("AWS_EC2_METADATA_DISABLED", null);
        _environment.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);

        using var connection = await OpenAsync(new ConnectionSettings { Credential = Keys, EndpointUrl = StubEndpoint.RefusedUrl });

        Assert.Null(connection.Region);
        Assert.Equal(0, metadata.Connections);
    }

    [Fact]
    public async Task Calls_go_to_the_endpoint_signed_for_the_Region_with_the_keys()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        using var connection = await OpenAsync(new ConnectionSettings { Region = "eu-west-3", Credential = Keys, EndpointUrl = endpoint.Url });

        await connection.Client.DescribeRouteTablesAsync(CancellationToken.None);

        var request = Assert.Single(endpoint.Requests);
        Assert.Contains("Credential=AKIDEXAMPLE/", request, StringComparison.Ordinal);
        Assert.Contains("/eu-west-3/ec2/aws4_request", request, StringComparison.Ordinal);
        Assert.Contains("token-of-mine", request, StringComparison.Ordinal);
        Assert.DoesNotContain("top-secret", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_of_the_environment_is_used_where_none_is_given()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        _environment.Set("AWS_ENDPOINT_URL_EC2", endpoint.Url);
        using var connection = await OpenAsync(new ConnectionSettings { Region = "eu-west-3", Credential = Keys });

        await connection.Client.DescribeRouteTablesAsync(CancellationToken.None);

        Assert.Contains("/eu-west-3/ec2/", Assert.Single(endpoint.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_brings_its_keys_and_its_endpoint()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        _environment.WriteConfig($"[profile p]\nregion = eu-west-2\nendpoint_url = {endpoint.Url}\n");
        _environment.WriteCredentials("[p]\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=b\n");
        using var connection = await OpenAsync(new ConnectionSettings { ProfileName = "p" });

        await connection.Client.DescribeRouteTablesAsync(CancellationToken.None);

        Assert.Contains("Credential=AKIDPROFILE/", Assert.Single(endpoint.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_keys_win_over_a_profile_that_need_not_even_exist()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        using var connection = await OpenAsync(
            new ConnectionSettings { Region = "eu-west-1", ProfileName = "nobody", Credential = Keys, EndpointUrl = endpoint.Url });

        await connection.Client.DescribeRouteTablesAsync(CancellationToken.None);

        Assert.Contains("Credential=AKIDEXAMPLE/", Assert.Single(endpoint.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_are_retried_by_the_SDK_and_changes_are_not()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.Error(503, "Unavailable", "Not now."));
        using var connection = await OpenAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(
            () => connection.Unretried.DeleteRouteAsync(new Amazon.EC2.Model.DeleteRouteRequest(), CancellationToken.None));
        Assert.Single(endpoint.Requests);

        await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(() => connection.Client.DescribeRouteTablesAsync(CancellationToken.None));
        Assert.InRange(endpoint.Requests.Count, 3, 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<Delete")]
    public async Task A_change_whose_answer_is_lost_is_not_sent_again_behind_the_engines_back(string answer)
    {
        await using var endpoint = new StubEndpoint(_ => answer);
        using var connection = await OpenAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        await Assert.ThrowsAnyAsync<Exception>(
            () => connection.Unretried.DeleteRouteAsync(new Amazon.EC2.Model.DeleteRouteRequest(), CancellationToken.None));

        Assert.Single(endpoint.Requests);
    }

    private static Task<Ec2Connection> OpenAsync(ConnectionSettings settings) =>
        Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
}
