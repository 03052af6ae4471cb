using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class ErrorTests
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "RouteAlreadyExists", "The route identified by 10.2.0.1/32 already exists.")]
    [InlineData(HttpStatusCode.Forbidden, "UnauthorizedOperation", "You are not authorized to perform this operation.")]
    [InlineData(HttpStatusCode.PreconditionFailed, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.")]
    [InlineData(HttpStatusCode.Unauthorized, "AuthFailure", "AWS was not able to validate the provided access credentials")]
    public async Task An_error_is_thrown_with_what_EC2_said_and_not_tried_again(HttpStatusCode status, string code, string message)
    {
        var fake = new FakeEc2().AnswerError(status, code, message);
        using var client = fake.Client();

        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.CreateRouteAsync(new CreateRouteRequest()));

        Assert.Equal(
            (status, code, message, "ea966190-f9aa-478e-9ede-example"),
            (error.StatusCode, error.ErrorCode, error.Message, error.RequestId));
        Assert.Single(fake.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded")]
    [InlineData(HttpStatusCode.BadRequest, "RequestLimitExceeded")]
    [InlineData(HttpStatusCode.BadRequest, "EC2ThrottledException")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Unavailable")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    public async Task Throttling_and_outages_are_tried_again(HttpStatusCode status, string code)
    {
        var fake = new FakeEc2().AnswerError(status, code, "Request limit exceeded.").AnswerWith("ReplaceRoute", "<return>true</return>");
        using var client = fake.Client();

        var response = await client.ReplaceRouteAsync(new ReplaceRouteRequest { RouteTableId = "rtb-1" });

        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal(fake.Requests[0].Body, fake.Requests[1].Body);
    }

    [Theory]
    [InlineData(RequestRetryMode.Standard)]
    [InlineData(RequestRetryMode.Adaptive)]
    public async Task Retries_can_be_turned_off_in_every_mode(RequestRetryMode mode)
    {
        var fake = new FakeEc2().AnswerError(HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded.");
        using var client = fake.Client(config => (config.MaxErrorRetry, config.RetryMode) = (0, mode));

        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.ReplaceRouteAsync(new ReplaceRouteRequest()));

        Assert.Equal(("RequestLimitExceeded", HttpStatusCode.ServiceUnavailable), (error.ErrorCode, error.StatusCode));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task The_standard_mode_gives_up_after_three_attempts()
    {
        var fake = new FakeEc2();
        for (var i = 0; i < 3; i++)
            fake.AnswerError(HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded.");
        using var client = fake.Client();

        await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DescribeVpcsAsync());

        Assert.Equal(RequestRetryMode.Standard, client.Config.RetryMode);
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task An_error_that_is_not_XML_is_thrown_with_its_status()
    {
        using var client = new FakeEc2().Answer("<html>Bad request", HttpStatusCode.BadRequest).Client();

        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DescribeVpcsAsync());

        Assert.Equal((HttpStatusCode.BadRequest, null), (error.StatusCode, error.ErrorCode));
        Assert.Contains("Bad request", error.Message, StringComparison.Ordinal);
    }
}
