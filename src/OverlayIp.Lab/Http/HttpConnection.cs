using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Lab.Http;

/// <summary>One TCP connection: reads requests and writes their answers in order until either side is done.</summary>
internal sealed class HttpConnection(Socket socket, HttpTimeouts timeouts, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> handler)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Off the accept loop before anything else, so that accepting never waits for a request.
        await Task.Yield();
        using (socket)
        {
            try
            {
                // Listening on 127.0.0.1 alone already keeps others out; this stays true whatever the listener becomes. An instance's
                // metadata has an address of its own, which is asked for from any of the instance's.
                if (socket.RemoteEndPoint is not IPEndPoint peer || socket.LocalEndPoint is not IPEndPoint own
                    || (IPAddress.IsLoopback(own.Address) && !IPAddress.IsLoopback(peer.Address)))
                {
                    return;
                }

                socket.NoDelay = true;
                await using var stream = new NetworkStream(socket, ownsSocket: false);
                await ServeAsync(stream, peer.Address, cancellationToken);
            }
            catch (IOException)
            {
                // The peer left: nobody is there to be told.
            }
            catch (SocketException)
            {
                // Likewise, found out on the socket itself.
            }
            catch (OperationCanceledException)
            {
                // The lab is stopping, or the connection was idle for too long.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream, IPAddress peer, CancellationToken cancellationToken)
    {
        var reader = new HttpRequestReader(stream);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            deadline.CancelAfter(timeouts.Idle);
            if (!await reader.WaitAsync(deadline.Token))
            {
                return;
            }

            HttpRequest? request;
            try
            {
                deadline.CancelAfter(timeouts.Request);
                request = await ReadAsync(reader, deadline.Token, cancellationToken);
            }
            catch (HttpProtocolException problem)
            {
                await WriteAsync(stream, HttpResponse.Text(problem.Status, problem.Message), close: true, head: false, cancellationToken);
                await LingerAsync(stream, cancellationToken);
                return;
            }

            if (request is null)
            {
                return;
            }

            deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            var response = await handler(request with { Peer = peer }, cancellationToken);
            if (ReferenceEquals(response, HttpResponse.Reset))
            {
                // Zero linger makes close() send RST instead of FIN: the caller sees "connection reset by peer".
                socket.LingerState = new LingerOption(true, 0);
                return;
            }

            var close = WantsClose(request);
            await WriteAsync(stream, response, close, request.Method == "HEAD", cancellationToken);
            if (close)
            {
                return;
            }
        }
    }

    private static async ValueTask<HttpRequest?> ReadAsync(HttpRequestReader reader, CancellationToken deadline, CancellationToken stopping)
    {
        try
        {
            return await reader.ReadAsync(deadline);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new HttpProtocolException(408, "The request took too long to arrive.");
        }
    }

    private static bool WantsClose(HttpRequest request) =>
        request.IsHttp10
        || (request.Header("connection") is { } value
            && value.Split(',').Any(option => option.Trim().Equals("close", StringComparison.OrdinalIgnoreCase)));

    private static async ValueTask WriteAsync(
        NetworkStream stream, HttpResponse response, bool close, bool head, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(256)
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {HttpResponse.ReasonOf(response.Status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {DateTime.UtcNow:R}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Server: {response.Server}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\n");
        if (response.RequestId is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"x-amzn-RequestId: {response.RequestId}\r\n");
        }

        foreach (var (name, value) in response.Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        text.Append(close ? "Connection: close\r\n\r\n" : "\r\n");

        // One write, so that head and body leave in one segment.
        var headBytes = Encoding.Latin1.GetByteCount(text.ToString());
        var message = new byte[headBytes + (head ? 0 : response.Body.Length)];
        Encoding.Latin1.GetBytes(text.ToString(), message);
        if (!head)
        {
            response.Body.Span.CopyTo(message.AsSpan(headBytes));
        }

        await stream.WriteAsync(message, cancellationToken);
    }

    // Closing a socket with unread input resets it, and the reset can overtake the answer that says what was wrong
    // (RFC 9112, 9.6). So the rest is read for a moment, within bounds.
    private async ValueTask LingerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        moment.CancelAfter(TimeSpan.FromSeconds(1));
        var sink = new byte[16 * 1024];
        for (var budget = 2 * HttpRequestReader.MaxBodyBytes; budget > 0;)
        {
            var read = await stream.ReadAsync(sink, moment.Token);
            if (read == 0)
            {
                return;
            }

            budget -= read;
        }
    }
}
