using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace OverlayIp.Engine.Connections;

/// <summary>Turns what the AWS SDK throws into <see cref="OverlayIpException"/>: the one table of AWS error codes.</summary>
public static class AwsErrors
{
    private sealed record Meaning(string ErrorId, OverlayErrorKind Kind, string? Action = null, bool IsFatal = false);

    private const string SignatureDoesNotMatch = "SignatureDoesNotMatch";

    // What the SDK's credential chain speaks of when it fails: it has no exception type of its own for that.
    private static readonly string[] CredentialWords = ["credential", "token", "profile", "mfa", "sso", "role", "metadata"];

    private static readonly Meaning Expired = new("CredentialsExpired", OverlayErrorKind.Authentication,
        "Renew the credentials: 'aws sso login', a new session token, or check the clock of this machine.", IsFatal: true);

    private static readonly Meaning Rejected = new("CredentialsRejected", OverlayErrorKind.Authentication,
        "Check the access key, the secret key and that they belong to this partition and endpoint.", IsFatal: true);

    private static readonly Meaning Denied = new("AccessDenied", OverlayErrorKind.PermissionDenied,
        "Allow the named action in the policy of the identity that made the call.");

    private static readonly Meaning Throttled = new("RequestLimitExceeded", OverlayErrorKind.LimitExceeded,
        "Run it again in a minute, or ask AWS Support for a higher EC2 API request rate.");

    private static readonly Meaning Down = new("ServiceUnavailable", OverlayErrorKind.Unavailable,
        "Run it again; running it again is always safe. See the AWS Health Dashboard if it lasts.");

    private static readonly FrozenDictionary<string, Meaning> ByCode = new Dictionary<string, Meaning>(StringComparer.OrdinalIgnoreCase)
    {
        ["InvalidRouteTableID.NotFound"] = new("RouteTableNotFound", OverlayErrorKind.NotFound, "List the route tables that have overlay routes with Get-OverlayRoute."),
        ["InvalidRouteTableId.Malformed"] = new("RouteTableIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidInstanceID.NotFound"] = new("InstanceNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidInstanceID.Malformed"] = new("InstanceIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidInstanceID"] = new("TargetHasSeveralInterfaces", OverlayErrorKind.InvalidArgument, "Name the network interface with -NetworkInterfaceId."),
        ["InvalidNetworkInterfaceID.NotFound"] = new("NetworkInterfaceNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidNetworkInterfaceId.Malformed"] = new("NetworkInterfaceIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidVpcID.NotFound"] = new("VpcNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidVpcId.Malformed"] = new("VpcIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidSubnetID.Malformed"] = new("SubnetIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidSubnetID.NotFound"] = new("SubnetNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidPrefixListID.NotFound"] = new("PrefixListNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidPrefixListId.Malformed"] = new("PrefixListIdMalformed", OverlayErrorKind.InvalidArgument),
        ["InvalidTransitGatewayID.NotFound"] = new("TransitGatewayNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidTransitGatewayAttachmentID.NotFound"] = new("TransitGatewayAttachmentNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidRoute.NotFound"] = new("RouteNotFound", OverlayErrorKind.NotFound),
        ["RouteAlreadyExists"] = new("RouteAlreadyExists", OverlayErrorKind.AlreadyExists, "Move it with Switch-OverlayRoute, or replace it with New-OverlayRoute -Force."),
        ["RouteLimitExceeded"] = new("RouteLimitExceeded", OverlayErrorKind.LimitExceeded, "Remove routes from the table, use a prefix list, or raise the quota 'Routes per route table'."),
        ["InvalidParameterValue"] = new("InvalidParameterValue", OverlayErrorKind.InvalidArgument),
        ["InvalidParameterCombination"] = new("InvalidParameterValue", OverlayErrorKind.InvalidArgument),
        ["MissingParameter"] = new("InvalidParameterValue", OverlayErrorKind.InvalidArgument),
        ["IncorrectInstanceState"] = new("TargetNotRunning", OverlayErrorKind.Refused),
        ["UnauthorizedOperation"] = Denied,
        ["AccessDenied"] = Denied,
        ["AccessDeniedException"] = Denied,
        ["AuthFailure"] = Rejected,
        ["InvalidClientTokenId"] = Rejected,
        [SignatureDoesNotMatch] = Rejected,
        ["InvalidSignatureException"] = Rejected,
        ["UnrecognizedClientException"] = Rejected,
        ["MissingAuthenticationToken"] = Rejected,
        ["IncompleteSignature"] = Rejected,
        ["OptInRequired"] = new("RegionNotEnabled", OverlayErrorKind.PermissionDenied, "Enable the Region for the account, or use another one.", IsFatal: true),
        ["Blocked"] = new("AccountBlocked", OverlayErrorKind.PermissionDenied, "Contact AWS Support.", IsFatal: true),
        ["RequestExpired"] = Expired,
        ["ExpiredToken"] = Expired,
        ["ExpiredTokenException"] = Expired,
        ["RequestLimitExceeded"] = Throttled,
        ["Throttling"] = Throttled,
        ["ThrottlingException"] = Throttled,
        ["TooManyRequestsException"] = Throttled,
        ["RequestThrottled"] = Throttled,
        ["EC2ThrottledException"] = Throttled,
        ["InternalError"] = Down,
        ["InternalFailure"] = Down,
        ["Unavailable"] = Down,
        ["ServiceUnavailable"] = Down,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for EC2's answer to a call that found its token bucket empty.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsThrottle(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { } code }
        && ByCode.TryGetValue(code, out var meaning) && ReferenceEquals(meaning, Throttled);

    /// <summary>True when the same call may well succeed if it is made again: throttles, 5xx, lost connections, time-outs.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsTransient(Exception exception) => exception switch
    {
        AmazonServiceException { ErrorCode: { } code } when ByCode.TryGetValue(code, out var meaning) =>
            ReferenceEquals(meaning, Throttled) || ReferenceEquals(meaning, Down),
        AmazonServiceException e when (int)e.StatusCode >= 500 => true,
        _ => IsConnectionFailure(exception) && !IsCredentialFailure(exception),
    };

    /// <summary>True when it is not known whether the call was carried out: it was sent, and no answer came.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsAmbiguous(Exception exception) =>
        (IsConnectionFailure(exception) && !IsNeverConnected(exception)) || exception is AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError };

    /// <summary>Which of several things a failure is about: EC2 names in its message the one that it did not find.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="ids">The ids that were asked for.</param>
    /// <returns>The id, the only one there is, or null.</returns>
    public static string? NamedIn(Exception exception, IReadOnlyList<string> ids) =>
        ids is [var only] ? only : ids.FirstOrDefault(id => exception.Message.Contains(id, StringComparison.Ordinal));

    /// <summary>True when the error has this AWS code.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="code">The code, such as <c>InvalidRoute.NotFound</c>.</param>
    public static bool HasCode(Exception exception, string code) =>
        exception is AmazonServiceException e && string.Equals(e.ErrorCode, code, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for what the SDK may throw for a call that failed; false for a bug or for cancellation by the user.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it did not ask for is a time-out.</param>
    public static bool IsCallFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OverlayIpException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or SocketException or TimeoutException
            || IsCredentialFailure(exception),
    };

    /// <summary>Translates a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="subject">The user's own thing that the call was about, or null.</param>
    /// <param name="endpoint">Where the call went, for errors of the network; or null.</param>
    public static OverlayIpException Translate(Exception exception, object? subject, string? endpoint = null) => exception switch
    {
        OverlayIpException known => known,
        AmazonServiceException { ErrorCode: { Length: > 0 } code } e => Of(e, code, subject),
        _ when IsCredentialFailure(exception) => NoCredentials(exception, subject),
        _ when IsConnectionFailure(exception) => Unreachable(exception, subject, endpoint),
        AmazonServiceException e => new OverlayIpException("AwsCallFailed", OverlayErrorKind.Unspecified,
            $"The endpoint answered HTTP {(int)e.StatusCode} without an EC2 error. Is it an EC2 endpoint? {e.Message}", e)
        {
            Subject = subject,
            RequestId = e.RequestId,
            RecommendedAction = "Check -EndpointUrl and AWS_ENDPOINT_URL.",
            IsFatal = true,
        },
        _ => new OverlayIpException("AwsCallFailed", OverlayErrorKind.Unspecified, exception.Message, exception) { Subject = subject },
    };

    private static OverlayIpException Of(AmazonServiceException e, string code, object? subject)
    {
        var meaning = ByCode.TryGetValue(code, out var known) ? known : new Meaning("AwsCallFailed", OverlayErrorKind.Unspecified);

        // Some services answer this with the canonical request, whose headers have the session token among them.
        var tells = code == SignatureDoesNotMatch;
        var message = tells ? e.Message.Split('\n', 2)[0].TrimEnd() : WithoutEncodedPart(e.Message);
        return new OverlayIpException(meaning.ErrorId, meaning.Kind, $"{message} (AWS error {code})", tells ? null : e)
        {
            Subject = subject,
            AwsErrorCode = code,
            RequestId = e.RequestId,
            RecommendedAction = meaning.Action,
            IsFatal = meaning.IsFatal,
        };
    }

    // Several kilobytes for 'aws sts decode-authorization-message', which nobody reads in an error. The inner exception has them.
    private static string WithoutEncodedPart(string message)
    {
        var start = message.IndexOf("Encoded authorization failure message:", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? message : message[..start].TrimEnd();
    }

    private static OverlayIpException Unreachable(Exception e, object? subject, string? endpoint)
    {
        var where = endpoint is null ? "The EC2 endpoint" : $"The endpoint {endpoint}";
        return IsTimeout(e)
            ? new OverlayIpException("RequestTimedOut", OverlayErrorKind.Timeout, $"{where} did not answer in time.", e)
            {
                Subject = subject,
                RecommendedAction = "Check the network path and proxy; running it again is always safe.",
            }
            : new OverlayIpException("EndpointUnreachable", OverlayErrorKind.Unavailable, $"{where} cannot be reached: {Innermost(e).Message}", e)
            {
                Subject = subject,
                IsFatal = true,
                RecommendedAction = "Check -Region, -EndpointUrl, AWS_ENDPOINT_URL, the proxy and the network.",
            };
    }

    private static bool IsConnectionFailure(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpRequestException or IOException or SocketException or TimeoutException)
            {
                // A missing profile file is an IOException too, but nothing of the network.
                return e is not (FileNotFoundException or DirectoryNotFoundException);
            }

            if (e is OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTimeout(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    // Refused, unknown or untrusted: no byte of the request has left.
    private static bool IsNeverConnected(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCredentialFailure(Exception exception) => exception switch
    {
        ProcessAWSCredentialException or FederatedAuthenticationFailureException or FederatedAuthenticationCancelledException => true,

        // Instance and container metadata fail with an answer that is none: no code, no status.
        AmazonServiceException e => string.IsNullOrEmpty(e.ErrorCode) && e.StatusCode == 0,
        AmazonClientException e => SpeaksOfCredentials(e),

        // A profile with MFA, a web identity without its token file: the SDK throws what otherwise would be a bug of ours.
        InvalidOperationException e => e.Source?.StartsWith("AWSSDK.", StringComparison.Ordinal) == true && SpeaksOfCredentials(e),
        _ => false,
    };

    private static bool SpeaksOfCredentials(Exception e) =>
        CredentialWords.Any(word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static OverlayIpException NoCredentials(Exception e, object? subject)
    {
        if (e is ProfileNotFoundException || e.Message.StartsWith("Unable to find the \"", StringComparison.Ordinal))
        {
            return new OverlayIpException("ProfileNotFound", OverlayErrorKind.NotFound, e.Message, e)
            {
                Subject = subject,
                IsFatal = true,
                RecommendedAction = "Check AWS_PROFILE; list the profiles with 'aws configure list-profiles'.",
            };
        }

        if (e.Message.Contains("expired", StringComparison.OrdinalIgnoreCase) || e.Message.StartsWith("No valid ", StringComparison.Ordinal))
        {
            return new OverlayIpException(Expired.ErrorId, Expired.Kind, $"The sign-in has ended: {e.Message}", e)
            { Subject = subject, IsFatal = true, RecommendedAction = Expired.Action };
        }

        var message = e.Message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)
            ? "No AWS credentials were found: no access keys, profile, SSO session, container or instance role."
            : $"The AWS credentials could not be obtained: {e.Message.TrimEnd(' ', '-', '.')}{(e.InnerException is null ? "" : $": {Innermost(e).Message.TrimEnd('.')}")}.";
        return new OverlayIpException("NoCredentials", OverlayErrorKind.Authentication, message, e)
        {
            Subject = subject,
            IsFatal = true,
            RecommendedAction = "Give -ProfileName or -Credential, sign in with 'aws sso login', set AWS_PROFILE, or start a lab with Start-OverlayLab.",
        };
    }
}
