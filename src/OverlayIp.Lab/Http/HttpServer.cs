using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Lab.Http;

/// <summary>
/// A small HTTP/1.1 server on 127.0.0.1. <see cref="HttpListener"/> will not do: it cannot be given port 0 (a free one),
/// needs a URL reservation on Windows for an account that is no administrator, and cannot reset a connection, which is
/// a fault that the lab plays. ASP.NET Core is not part of PowerShell.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    // Callers in the lab's own process may hold threads of the pool while they wait for an answer, which needs one as well. The pool
    // begins with one for each core and adds another every half second: with two cores, two of them waited for a second.
    private const int PoolThreads = 64;

    private readonly Socket _listener;
    private readonly HttpTimeouts _timeouts;
    private readonly Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> _handler;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;
    private readonly Lazy<Task> _stop;

    private HttpServer(Socket listener, HttpTimeouts timeouts, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> handler)
    {
        _listener = listener;
        _timeouts = timeouts;
        _handler = handler;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _stop = new Lazy<Task>(StopOnceAsync);
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="timeouts">How long a peer may take.</param>
    /// <param name="handler">Answers one request. An exception from it ends the connection.</param>
    /// <exception cref="OverlayIpException"><c>LabPortInUse</c>: something else has the port, or it may not be opened.</exception>
    public static HttpServer Start(int port, HttpTimeouts timeouts, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> handler)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Windows lets two sockets share a port unless told not to. Elsewhere .NET sets SO_REUSEADDR by itself, so that a
            // lab can restart on its port; its ReuseAddress option would set SO_REUSEPORT as well, and two labs share one.
            if (OperatingSystem.IsWindows())
            {
                listener.ExclusiveAddressUse = true;
            }

            return Start(listener, new IPEndPoint(IPAddress.Loopback, port), timeouts, handler);
        }
        catch (SocketException cause)
        {
            listener.Dispose();
            throw new OverlayIpException(
                "LabPortInUse",
                OverlayErrorKind.OperatingSystem,
                $"The lab cannot listen on 127.0.0.1:{port}: {cause.Message}.",
                cause)
            {
                Subject = port,
                RecommendedAction = "Leave the port out for a free one, or stop what listens there.",
            };
        }
    }

    /// <summary>Starts listening in the network namespace of the calling thread.</summary>
    /// <exception cref="SocketException">The address is not there, or taken.</exception>
    public static HttpServer Start(IPEndPoint address, HttpTimeouts timeouts, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> handler)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            return Start(listener, address, timeouts, handler);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, cancels what is under way and waits for every connection to end.</summary>
    public Task StopAsync() => _stop.Value;

    public async ValueTask DisposeAsync() => await StopAsync();

    private static HttpServer Start(
        Socket listener, IPEndPoint address, HttpTimeouts timeouts, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> handler)
    {
        ReservePoolThreads();
        listener.Bind(address);
        listener.Listen(512);
        return new HttpServer(listener, timeouts, handler);
    }

    private static void ReservePoolThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < PoolThreads)
        {
            ThreadPool.SetMinThreads(PoolThreads, completions);
        }
    }

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer went away between its SYN and our accept, or the process is out of descriptors for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
                continue;
            }

            Track(new HttpConnection(socket, _timeouts, _handler).RunAsync(_stopping.Token));
        }
    }

    private void Track(Task connection)
    {
        _connections.TryAdd(connection, 0);
        connection.ContinueWith(
            (ended, _) => _connections.TryRemove(ended, out byte _),
            null,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
