using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Connections;

public class AwsErrorsTests
{
    [Theory]
    [InlineData("InvalidRouteTableID.NotFound", "RouteTableNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidRouteTableId.Malformed", "RouteTableIdMalformed", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("InvalidRouteTableID.Malformed", "RouteTableIdMalformed", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("InvalidInstanceID.NotFound", "InstanceNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidInstanceID.Malformed", "InstanceIdMalformed", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("InvalidInstanceID", "TargetHasSeveralInterfaces", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("InvalidNetworkInterfaceID.NotFound", "NetworkInterfaceNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidVpcID.NotFound", "VpcNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidSubnetID.NotFound", "SubnetNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidPrefixListID.NotFound", "PrefixListNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("InvalidRoute.NotFound", "RouteNotFound", OverlayErrorKind.NotFound, false)]
    [InlineData("RouteAlreadyExists", "RouteAlreadyExists", OverlayErrorKind.AlreadyExists, false)]
    [InlineData("RouteLimitExceeded", "RouteLimitExceeded", OverlayErrorKind.LimitExceeded, false)]
    [InlineData("InvalidParameterValue", "InvalidParameterValue", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("MissingParameter", "InvalidParameterValue", OverlayErrorKind.InvalidArgument, false)]
    [InlineData("IncorrectInstanceState", "TargetNotRunning", OverlayErrorKind.Refused, false)]
    [InlineData("UnauthorizedOperation", "AccessDenied", OverlayErrorKind.PermissionDenied, false)]
    [InlineData("AuthFailure", "CredentialsRejected", OverlayErrorKind.Authentication, true)]
    [InlineData("InvalidClientTokenId", "CredentialsRejected", OverlayErrorKind.Authentication, true)]
    [InlineData("SignatureDoesNotMatch", "CredentialsRejected", OverlayErrorKind.Authentication, true)]
    [InlineData("RequestExpired", "CredentialsExpired", OverlayErrorKind.Authentication, true)]
    [InlineData("ExpiredToken", "CredentialsExpired", OverlayErrorKind.Authentication, true)]
    [InlineData("OptInRequired", "RegionNotEnabled", OverlayErrorKind.PermissionDenied, true)]
    [InlineData("Blocked", "AccountBlocked", OverlayErrorKind.PermissionDenied, true)]
    [InlineData("RequestLimitExceeded", "RequestLimitExceeded", OverlayErrorKind.LimitExceeded, false)]
    [InlineData("Unavailable", "ServiceUnavailable", OverlayErrorKind.Unavailable, false)]
    [InlineData("InternalError", "ServiceUnavailable", OverlayErrorKind.Unavailable, false)]
    [InlineData("SomethingThatIsNew", "AwsCallFailed", OverlayErrorKind.Unspecified, false)]
    public void A_code_has_one_meaning(string code, string errorId, OverlayErrorKind kind, bool isFatal)
    {
        var cause = Errors.Of(code, "In EC2's own words.");

        var error = AwsErrors.Translate(cause, "rtb-1");

        Assert.Equal((errorId, kind, isFatal), (error.ErrorId, error.Kind, error.IsFatal));
        Assert.Equal(("rtb-1", code, "req-0123"), (error.Subject, error.AwsErrorCode, error.RequestId));
        Assert.StartsWith("In EC2's own words.", error.Message, StringComparison.Ordinal);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Exception, string, bool> Failures => new()
    {
        { "refused", new HttpRequestException(HttpRequestError.ConnectionError, "", new SocketException((int)SocketError.ConnectionRefused)), "EndpointUnreachable", false },
        { "no such host", new HttpRequestException(HttpRequestError.NameResolutionError, "", new SocketException((int)SocketError.HostNotFound)), "EndpointUnreachable", false },
        { "TLS", new HttpRequestException(HttpRequestError.SecureConnectionError, "", new AuthenticationException("untrusted")), "EndpointUnreachable", false },
        { "reset", new IOException("", new SocketException((int)SocketError.ConnectionReset)), "EndpointUnreachable", true },
        { "ended early", new HttpIOException(HttpRequestError.ResponseEnded), "EndpointUnreachable", true },
        { "time-out", new TimeoutException(), "RequestTimedOut", true },
        { "time-out by cancellation", new TaskCanceledException("", new TimeoutException()), "RequestTimedOut", true },
        { "wrapped", new AmazonClientException("", new HttpRequestException("", new SocketException((int)SocketError.ConnectionReset))), "EndpointUnreachable", true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_the_network_is_transient_and_known_to_have_been_sent_or_not(string _, Exception cause, string errorId, bool mayHaveArrived)
    {
        var error = AwsErrors.Translate(cause, null, "http://127.0.0.1:1");

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("http://127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.True(AwsErrors.IsTransient(cause));
        Assert.Equal(mayHaveArrived, AwsErrors.IsAmbiguous(cause));
        Assert.True(AwsErrors.IsCallFailure(cause, CancellationToken.None));
    }

    [Theory]
    [InlineData("RequestLimitExceeded", 503, true, true, true)]
    [InlineData("EC2ThrottledException", 503, true, true, true)]
    [InlineData("Unavailable", 503, false, true, true)]
    [InlineData("InternalError", 500, false, true, true)]
    [InlineData("SomethingNew", 500, false, true, true)]
    [InlineData("SomethingNew", 400, false, false, false)]
    [InlineData("UnauthorizedOperation", 403, false, false, false)]
    [InlineData("InvalidParameterValue", 400, false, false, false)]
    public void An_answer_tells_whether_to_try_again(string code, int status, bool isThrottle, bool isTransient, bool isAmbiguous)
    {
        var cause = Errors.Of(code, "", (HttpStatusCode)status);

        Assert.Equal(
            (isThrottle, isTransient, isAmbiguous),
            (AwsErrors.IsThrottle(cause), AwsErrors.IsTransient(cause), AwsErrors.IsAmbiguous(cause)));
    }

    public static TheoryData<Exception, string, string> CredentialFailures => new()
    {
        { new AmazonClientException("Failed to resolve AWS credentials. The credential providers …"), "NoCredentials", "no access keys" },
        { new AmazonServiceException("Unable to get IAM security credentials from EC2 Instance Metadata Service."), "NoCredentials", "Metadata" },
        { new AmazonServiceException("Unable to reach credentials server", new HttpRequestException("refused")), "NoCredentials", "credentials server" },
        { new ProcessAWSCredentialException("AWS credential process terminated with exit code 3"), "NoCredentials", "exit code 3" },
        { new ProfileNotFoundException("Unable to find the \"nobody\" profile."), "ProfileNotFound", "nobody" },
        { new AmazonClientException("SSO Token has expired and can not be refreshed"), "CredentialsExpired", "expired" },
        { new AmazonClientException("No valid SSO Token could be found."), "CredentialsExpired", "SSO Token" },
        { new AmazonClientException("Login Token has expired and cannot be refreshed. Please reauthenticate."), "CredentialsExpired", "reauthenticate" },
        { OfTheSdk("The MfaSerialNumber has been set but the MfaTokenCodeCallback hasn't."), "NoCredentials", "MfaSerialNumber" },
    };

    [Theory]
    [MemberData(nameof(CredentialFailures))]
    public void Failing_to_get_credentials_is_not_failing_to_reach_EC2(Exception cause, string errorId, string words)
    {
        var error = AwsErrors.Translate(cause, null);

        Assert.Equal((errorId, true), (error.ErrorId, error.IsFatal));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
        Assert.True(AwsErrors.IsCallFailure(cause, CancellationToken.None));
        Assert.False(AwsErrors.IsTransient(cause));
        Assert.False(AwsErrors.IsAmbiguous(cause) && cause.InnerException is null);
    }

    [Fact]
    public void A_stack_trace_that_speaks_of_credentials_does_not_make_them_missing()
    {
        var cause = Assert.Throws<AmazonClientException>(FailWithCredentialsInTheStack);

        Assert.Equal("AwsCallFailed", AwsErrors.Translate(cause, null).ErrorId);

        static void FailWithCredentialsInTheStack() =>
            throw new AmazonClientException("The answer makes no sense.");
    }

    [Fact]
    public void A_bug_or_a_stop_is_not_taken_for_a_failed_call()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.False(AwsErrors.IsCallFailure(new InvalidOperationException("credential"), CancellationToken.None));
        Assert.False(AwsErrors.IsCallFailure(new ArgumentException("x"), CancellationToken.None));
        Assert.False(AwsErrors.IsCallFailure(new OperationCanceledException(), stop.Token));
        Assert.True(AwsErrors.IsCallFailure(new OperationCanceledException(), CancellationToken.None));
    }

    [Fact]
    public void The_canonical_request_in_an_answer_does_not_get_into_an_error()
    {
        var cause = Errors.Of(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match.\n\nThe Canonical String was\n'POST\n/\nx-amz-security-token:token-of-mine'",
            HttpStatusCode.Forbidden);

        var error = AwsErrors.Translate(cause, null);

        Assert.StartsWith("The request signature we calculated does not match. (AWS", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-mine", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_not_of_EC2_points_to_the_endpoint()
    {
        var error = AwsErrors.Translate(
            new AmazonServiceException("<html>", null, ErrorType.Unknown, null, null, HttpStatusCode.NotFound), null);

        Assert.Equal(("AwsCallFailed", true), (error.ErrorId, error.IsFatal));
        Assert.Contains("HTTP 404", error.Message, StringComparison.Ordinal);
        Assert.Contains("-EndpointUrl", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The routeTable ID 'rtb-2' does not exist", "rtb-2", "rtb-1", "rtb-2")]
    [InlineData("Something else", null, "rtb-1", "rtb-2")]
    [InlineData("Something else", "rtb-1", "rtb-1")]
    public void The_thing_that_a_message_names_is_the_subject(string message, string? subject, params string[] asked) =>
        Assert.Equal(subject, AwsErrors.NamedIn(new IOException(message), asked));

    private static InvalidOperationException OfTheSdk(string message) => new(message) { Source = "AWSSDK.Core" };
}
