using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Connections;

/// <summary>What the SDK really throws when a call fails on the wire, seen through the engine.</summary>
[Collection(AwsEnvironment.Alone.Name)]
public sealed class CallFailureTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/failover";

    private static readonly OverlayCredential Keys = new("AKIDEXAMPLE", "top-secret", "token-of-mine");

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task A_refused_port_is_named()
    {
        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = StubEndpoint.RefusedUrl });

        Assert.Equal(("EndpointUnreachable", OverlayErrorKind.Unavailable, true), (error.ErrorId, error.Kind, error.IsFatal));
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.False(AwsErrors.IsAmbiguous(error.InnerException!));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_unreachable()
    {
        // With a label that is too long for DNS: nobody is asked for it, so that it does not matter how slow the name servers are.
        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = $"http://{new string('x', 64)}.invalid" });

        Assert.Equal("EndpointUnreachable", error.ErrorId);
        Assert.False(AwsErrors.IsAmbiguous(error.InnerException!));
    }

    [Fact]
    public async Task A_port_that_speaks_no_TLS_is_unreachable()
    {
        await using var endpoint = new StubEndpoint(_ => "HTTP/1.1 400 Bad Request\r\n\r\n");

        var error = await FailAsync(
            new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url.Replace("http:", "https:", StringComparison.Ordinal) });

        Assert.Equal("EndpointUnreachable", error.ErrorId);
        Assert.True(AwsErrors.IsTransient(error.InnerException!));
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_times_out()
    {
        await using var endpoint = new StubEndpoint(_ => null);

        var error = await FailAsync(new ConnectionSettings
        {
            Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url, RequestTimeout = TimeSpan.FromMilliseconds(50),
        });

        Assert.Equal(("RequestTimedOut", OverlayErrorKind.Timeout), (error.ErrorId, error.Kind));
        Assert.True(AwsErrors.IsAmbiguous(error.InnerException!));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<DescribeRouteTablesResponse>")]
    [InlineData("")]
    public async Task An_answer_that_breaks_off_is_a_lost_connection(string answer)
    {
        await using var endpoint = new StubEndpoint(_ => answer);

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        Assert.Equal("EndpointUnreachable", error.ErrorId);
        Assert.True(AwsErrors.IsAmbiguous(error.InnerException!));
        Assert.True(AwsErrors.IsTransient(error.InnerException!));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_web_server_that_is_not_EC2_is_recognised(int status)
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(status, "text/html", "<html><body><p>Hello<br></body></html>"));

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        Assert.Equal(("AwsCallFailed", true), (error.ErrorId, error.IsFatal));
        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
        Assert.Contains("-EndpointUrl", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_answers_for_EC2_is_tried_again()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(502, "text/html", "<html><p>Bad gateway<br></html>"));

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        Assert.True(AwsErrors.IsTransient(error.InnerException!));
        Assert.InRange(endpoint.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task Having_no_credentials_is_said_without_a_call()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", EndpointUrl = endpoint.Url });

        Assert.Equal(("NoCredentials", OverlayErrorKind.Authentication, true), (error.ErrorId, error.Kind, error.IsFatal));
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task A_profile_of_the_environment_that_does_not_exist_is_named()
    {
        _environment.Set("AWS_PROFILE", "nobody");

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", EndpointUrl = StubEndpoint.RefusedUrl });

        Assert.Equal("ProfileNotFound", error.ErrorId);
        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_whose_process_fails_says_so()
    {
        _environment.WriteConfig("[profile p]\nregion = eu-west-1\ncredential_process = /bin/false\n");

        var error = await FailAsync(new ConnectionSettings { ProfileName = "p", EndpointUrl = StubEndpoint.RefusedUrl });

        Assert.Equal(("NoCredentials", OverlayErrorKind.Authentication), (error.ErrorId, error.Kind));
        Assert.Contains("exit value 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_wants_a_second_factor_says_so()
    {
        _environment.WriteConfig($"[profile p]\nregion = eu-west-1\nrole_arn = {Role}\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n");
        _environment.WriteCredentials("[base]\naws_access_key_id=a\naws_secret_access_key=b\n");

        var error = await FailAsync(new ConnectionSettings { ProfileName = "p", EndpointUrl = StubEndpoint.RefusedUrl });

        Assert.Equal(OverlayErrorKind.Authentication, error.Kind);
        Assert.Contains("Mfa", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Expired_keys_are_said_to_be_expired()
    {
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.Error(400, "RequestExpired", "Request has expired."));

        var error = await FailAsync(new ConnectionSettings { Region = "eu-west-1", Credential = Keys, EndpointUrl = endpoint.Url });

        Assert.Equal(("CredentialsExpired", "RequestExpired", "req-1"), (error.ErrorId, error.AwsErrorCode, error.RequestId));
    }

    [Fact]
    public async Task A_role_is_assumed_with_the_keys_and_signs_the_call()
    {
        await using var sts = new StubEndpoint(_ => StubEndpoint.Xml(200, """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>role-token</SessionToken>
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """));
        await using var endpoint = new StubEndpoint(_ => StubEndpoint.NoRouteTables());
        using var connection = await Ec2ConnectionFactory.OpenAsync(
            new ConnectionSettings { Region = "eu-west-1", Credential = Keys, RoleArn = Role, EndpointUrl = endpoint.Url, StsEndpointUrl = sts.Url },
            CancellationToken.None);

        await connection.Client.DescribeRouteTablesAsync(CancellationToken.None);
        await connection.Unretried.DescribeRouteTablesAsync(CancellationToken.None);

        Assert.All(endpoint.Requests, r => Assert.Contains("Credential=ASIAROLE/", r, StringComparison.Ordinal));
        var assuming = Assert.Single(sts.Requests);
        Assert.Contains("Credential=AKIDEXAMPLE/", assuming, StringComparison.Ordinal);
        Assert.Contains("RoleSessionName=OverlayIp-", assuming, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_named()
    {
        await using var sts = new StubEndpoint(_ => StubEndpoint.Xml(
            403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not you.</Message></Error><RequestId>req-2</RequestId></ErrorResponse>"));

        var error = await FailAsync(new ConnectionSettings
        {
            Region = "eu-west-1", Credential = Keys, RoleArn = Role, EndpointUrl = StubEndpoint.RefusedUrl, StsEndpointUrl = sts.Url,
        });

        Assert.Equal(("AccessDenied", OverlayErrorKind.PermissionDenied, true), (error.ErrorId, error.Kind, error.IsFatal));
        Assert.Equal((Role, "req-2"), (error.Subject, error.RequestId));
        Assert.Contains(Role, error.Message, StringComparison.Ordinal);
        Assert.Contains("sts:AssumeRole", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_STS_that_cannot_be_reached_is_not_called_EC2()
    {
        const string sts = "http://127.0.0.1:2";

        var error = await FailAsync(new ConnectionSettings
        {
            Region = "eu-west-1", Credential = Keys, RoleArn = Role, EndpointUrl = StubEndpoint.RefusedUrl, StsEndpointUrl = sts,
        });

        Assert.Equal("EndpointUnreachable", error.ErrorId);
        Assert.Contains(sts, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("EC2", error.Message, StringComparison.Ordinal);
    }

    private static async Task<OverlayIpException> FailAsync(ConnectionSettings settings)
    {
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
        var error = await Assert.ThrowsAsync<OverlayIpException>(async () =>
        {
            await foreach (var _ in new RouteInventory(connection).FindAsync(new RouteQuery(), CancellationToken.None))
            {
            }
        });
        Assert.DoesNotContain("top-secret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-mine", error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
