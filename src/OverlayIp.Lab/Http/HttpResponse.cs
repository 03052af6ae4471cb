namespace OverlayIp.Lab.Http;

/// <summary>One answer. <see cref="Reset"/> is none at all: the connection is cut.</summary>
internal sealed record HttpResponse(int Status, ReadOnlyMemory<byte> Body, string ContentType)
{
    /// <summary>Cut the connection with a TCP RST instead of answering.</summary>
    public static readonly HttpResponse Reset = new(0, ReadOnlyMemory<byte>.Empty, "");

    public string? RequestId { get; init; }

    /// <summary>What the answer says it comes from.</summary>
    public string Server { get; init; } = "AmazonEC2";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static HttpResponse Text(int status, string text) =>
        new(status, System.Text.Encoding.UTF8.GetBytes(text), "text/plain;charset=UTF-8");

    public static string ReasonOf(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    };
}
