using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>The metrics by HTTP, on loopback only: whatever is asked for, the answer is the metrics.</summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly ResidentMetrics _metrics;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="OverlayIpException"><c>MetricsPortUnavailable</c>.</exception>
    public MetricsEndpoint(int port, ResidentMetrics metrics)
    {
        _metrics = metrics;
        _listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            _listener.Start();
        }
        catch (SocketException e)
        {
            throw new OverlayIpException("MetricsPortUnavailable", OverlayErrorKind.OperatingSystem, $"The port {port.ToString(CultureInfo.InvariantCulture)} cannot be listened to: {e.Message}", e)
            { Subject = port, RecommendedAction = "Give another port with --metrics-port." };
        }

        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    // One after the other: who scrapes comes every few seconds, and who is slow is dropped.
    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                patience.CancelAfter(Patience);
                await AnswerAsync(client.GetStream(), patience.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // That client has gone, or this is the end.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
            // The request and its headers do not matter.
        }

        var body = Encoding.UTF8.GetBytes(_metrics.ToString());
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }
}
