using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Tests.Connections;

public class ConnectionSettingsTests
{
    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-north-1")]
    [InlineData("us-iso-east-1")]
    [InlineData("ap-southeast-12")]
    [InlineData("eusc-de-east-1")]
    public void A_Region_name_is_taken(string region) => new ConnectionSettings { Region = region }.Validate();

    [Theory]
    [InlineData("")]
    [InlineData("eu-central")]
    [InlineData("EU-CENTRAL-1")]
    [InlineData("eu-central-1a")]
    [InlineData("eu-central-1\n")]
    [InlineData("Europe (Frankfurt)")]
    [InlineData("evil.example/eu-central-1")]
    public void What_is_no_Region_name_is_refused(string region) =>
        AssertRefused(new ConnectionSettings { Region = region }, "RegionMalformed", region, "eu-central-1");

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/failover")]
    [InlineData("arn:aws-cn:iam::123456789012:role/path/to/fail_over+=,.@-")]
    [InlineData("arn:aws-us-gov:iam::123456789012:role/x")]
    public void A_role_is_taken(string arn) => new ConnectionSettings { RoleArn = arn }.Validate();

    [Theory]
    [InlineData("failover")]
    [InlineData("arn:aws:iam::123456789012:user/me")]
    [InlineData("arn:aws:iam::12345:role/x")]
    [InlineData("arn:aws:iam::123456789012:role/")]
    [InlineData("arn:aws:iam::123456789012:role/x\n")]
    public void What_is_no_role_is_refused(string arn) =>
        AssertRefused(new ConnectionSettings { RoleArn = arn }, "RoleArnMalformed", arn, "arn:aws:iam::123456789012:role/name");

    [Theory]
    [InlineData("https://ec2.eu-central-1.amazonaws.com")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/")]
    public void An_endpoint_is_taken(string url) => new ConnectionSettings { EndpointUrl = url, StsEndpointUrl = url }.Validate();

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("/ec2")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com")]
    [InlineData("")]
    public void What_is_no_endpoint_is_refused(string url)
    {
        AssertRefused(new ConnectionSettings { EndpointUrl = url }, "EndpointUrlMalformed", url, "http://127.0.0.1:8080");
        AssertRefused(new ConnectionSettings { StsEndpointUrl = url }, "EndpointUrlMalformed", url, "http://127.0.0.1:8080");
    }

    [Fact]
    public void A_password_in_an_endpoint_is_refused_and_not_repeated()
    {
        var error = Assert.Throws<OverlayIpException>(() => new ConnectionSettings { EndpointUrl = "https://me:hunter2@example.com" }.Validate());

        Assert.Equal("EndpointUrlMalformed", error.ErrorId);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.Subject);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3e6)]
    public void A_time_that_no_request_can_be_given_is_refused(double seconds)
    {
        var error = Assert.Throws<OverlayIpException>(() => new ConnectionSettings { RequestTimeout = TimeSpan.FromSeconds(seconds) }.Validate());

        Assert.Equal(("RequestTimeoutOutOfRange", OverlayErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void Settings_can_be_shown_without_showing_a_secret()
    {
        var settings = new ConnectionSettings { Credential = new OverlayCredential("AKIDEXAMPLE", "top-secret", "token-of-mine") };

        Assert.Contains("AKIDEXAMPLE", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("top-secret", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-mine", settings.ToString(), StringComparison.Ordinal);
        var json = System.Text.Json.JsonSerializer.Serialize(settings);
        Assert.DoesNotContain("top-secret", json, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-mine", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "secret")]
    [InlineData("AKIDEXAMPLE", " ")]
    public void A_credential_has_both_its_parts(string id, string secret) =>
        Assert.Throws<ArgumentException>(() => new OverlayCredential(id, secret));

    private static void AssertRefused(ConnectionSettings settings, string errorId, string given, string right)
    {
        var error = Assert.Throws<OverlayIpException>(settings.Validate);
        Assert.Equal((errorId, OverlayErrorKind.InvalidArgument, given, true), (error.ErrorId, error.Kind, error.Subject, error.IsFatal));
        Assert.Contains(given, error.Message, StringComparison.Ordinal);
        Assert.Contains(right, error.Message, StringComparison.Ordinal);
    }
}
