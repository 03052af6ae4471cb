using System.Net;
using Amazon.EC2;
using Amazon.Runtime;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>What EC2 and the network answer, in their own words.</summary>
internal static class Errors
{
    public static AmazonEC2Exception Of(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        new(message, ErrorType.Unknown, code, "req-0123", status);

    public static Exception Throttled() =>
        Of("RequestLimitExceeded", "Request limit exceeded.", HttpStatusCode.ServiceUnavailable);

    public static Exception Unavailable() =>
        Of("Unavailable", "The server is overloaded and can't handle the request.", HttpStatusCode.ServiceUnavailable);

    public static Exception Internal() =>
        Of("InternalError", "An internal error has occurred.", HttpStatusCode.InternalServerError);

    public static Exception Denied() =>
        Of("UnauthorizedOperation", "You are not authorized to perform this operation.", HttpStatusCode.Forbidden);

    public static Exception Reset() => new IOException("Connection reset by peer");

    public static Exception Refused() =>
        new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (127.0.0.1:1)");

    public static Exception NotFound(string kind, string words, string id) =>
        Of($"Invalid{kind}.NotFound", $"The {words} '{id}' does not exist");
}
