using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace OverlayIp.Engine.Connections;

/// <summary>Turns what the AWS SDK throws into <see cref="OverlayIpException"/>: the one table of AWS error codes.</summary>
public static class AwsErrors
{
    private sealed record Meaning(string ErrorId, OverlayErrorKind Kind, string? Action = null, bool IsFatal = false);

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
        ["InvalidSubnetID.NotFound"] = new("SubnetNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidPrefixListID.NotFound"] = new("PrefixListNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
        ["InvalidPrefixListId.NotFound"] = new("PrefixListNotFound", OverlayErrorKind.NotFound, "Check the id and the Region."),
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
        ["SignatureDoesNotMatch"] = Rejected,
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
        _ => IsConnectionFailure(exception),
    };

    /// <summary>True when it is not known whether the call was carried out: it was sent, and no answer came.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsAmbiguous(Exception exception) =>
        IsConnectionFailure(exception) || exception is AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError };

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
        _ => exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or SocketException or TimeoutException,
    };

    /// <summary>Translates a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="subject">The user's own thing that the call was about, or null.</param>
    /// <param name="endpoint">Where the call went, for errors of the network; or null.</param>
    public static OverlayIpException Translate(Exception exception, object? subject, string? endpoint = null) => exception switch
    {
        OverlayIpException known => known,
        AmazonServiceException { ErrorCode: { Length: > 0 } code } e => Of(e, code, subject),
        _ when IsConnectionFailure(exception) => Unreachable(exception, subject, endpoint),
        AmazonServiceException e => new OverlayIpException("AwsCallFailed", OverlayErrorKind.Unspecified,
            $"The endpoint answered HTTP {(int)e.StatusCode} without an EC2 error. Is it an EC2 endpoint? {e.Message}", e)
        {
            Subject = subject,
            RequestId = e.RequestId,
            RecommendedAction = "Check -EndpointUrl and AWS_ENDPOINT_URL.",
            IsFatal = true,
        },
        AmazonClientException e when LooksLikeNoCredentials(e) => new OverlayIpException("NoCredentials", OverlayErrorKind.Authentication,
            "No AWS credentials were found: no access keys, profile, SSO session, container or instance role.", e)
        {
            Subject = subject,
            IsFatal = true,
            RecommendedAction = "Give -ProfileName or -Credential, sign in with 'aws sso login', set AWS_PROFILE, or start a lab with Start-OverlayLab.",
        },
        _ => new OverlayIpException("AwsCallFailed", OverlayErrorKind.Unspecified, exception.Message, exception) { Subject = subject },
    };

    private static OverlayIpException Of(AmazonServiceException e, string code, object? subject)
    {
        var meaning = ByCode.TryGetValue(code, out var known) ? known : new Meaning("AwsCallFailed", OverlayErrorKind.Unspecified);
        return new OverlayIpException(meaning.ErrorId, meaning.Kind, $"{e.Message} (AWS error {code})", e)
        {
            Subject = subject,
            AwsErrorCode = code,
            RequestId = e.RequestId,
            RecommendedAction = meaning.Action,
            IsFatal = meaning.IsFatal,
        };
    }

    private static OverlayIpException Unreachable(Exception e, object? subject, string? endpoint)
    {
        var where = endpoint is null ? "The EC2 endpoint" : $"The EC2 endpoint {endpoint}";
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

    // The SDK throws a plain AmazonClientException for this, with nothing but its text to tell it by.
    private static bool LooksLikeNoCredentials(AmazonClientException e) =>
        e.ToString().Contains("credentials", StringComparison.OrdinalIgnoreCase);
}
