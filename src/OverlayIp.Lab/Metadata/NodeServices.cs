using System.Net;
using OverlayIp.Lab.Http;

namespace OverlayIp.Lab.Metadata;

/// <summary>What answers within an instance's namespace: its metadata, and the lab's endpoint, at the address that it has
/// outside as well.</summary>
internal sealed class NodeServices : IAsyncDisposable
{
    private readonly HttpServer _metadata;
    private readonly HttpServer _endpoint;

    private NodeServices(HttpServer metadata, HttpServer endpoint)
    {
        _metadata = metadata;
        _endpoint = endpoint;
    }

    /// <summary>Starts both in the network namespace of the calling thread.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address is not there, or taken.</exception>
    public static NodeServices Open(
        IPAddress metadataAddress,
        Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> metadata,
        int endpointPort,
        Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> endpoint)
    {
        var first = HttpServer.Start(new IPEndPoint(metadataAddress, 80), HttpTimeouts.Default, metadata);
        return new NodeServices(first, HttpServer.Start(new IPEndPoint(IPAddress.Loopback, endpointPort), HttpTimeouts.Default, endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _metadata.DisposeAsync();
        await _endpoint.DisposeAsync();
    }
}
