namespace OverlayIp.Lab.Http;

/// <summary>The bytes on a connection are not a request that this server takes. It is answered, then the connection closes:
/// where the next request would start is not known.</summary>
internal sealed class HttpProtocolException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
