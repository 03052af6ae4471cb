using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Engine.Drills;

/// <summary>
/// Connects to a TCP port again and again. What is measured is what a client sees: from the moment that a question was asked which was answered, to the moment of
/// the next answer.
/// </summary>
public sealed class TcpAnswerWatch : IAnswerWatch
{
    // A lost SYN is sent again after a second; asking anew sees the new target sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly IPEndPoint _endpoint;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly object _gate = new();
    private readonly Task _asking;
    private long? _lastAnswered;
    private TimeSpan _longest;
    private (long Since, TaskCompletionSource<TimeSpan> Answered)? _waiter;

    /// <summary>Begins to ask.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="time">The clock.</param>
    public TcpAnswerWatch(IPAddress address, int port, TimeProvider time)
    {
        _endpoint = new IPEndPoint(address, port);
        _time = time;
        _asking = AskAsync();
    }

    /// <inheritdoc/>
    public void Restart()
    {
        lock (_gate)
        {
            _longest = TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> AnswerAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiter = (_time.GetTimestamp(), answered);
        }

        try
        {
            return await answered.Task.WaitAsync(within, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        try
        {
            await _asking;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _ending.Dispose();
    }

    private async Task AskAsync()
    {
        while (true)
        {
            var asked = _time.GetTimestamp();
            if (await AnswersAsync())
            {
                Note(asked);
            }

            await Task.Delay(Pause, _time, _ending.Token);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(Patience);
        using var socket = new Socket(_endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_endpoint, patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Note(long asked)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            if (_lastAnswered is { } last && _time.GetElapsedTime(last, now) is var gap && gap > _longest)
            {
                _longest = gap;
            }

            // When this answer came is known no better than that: this process may have been late to see it.
            _lastAnswered = asked;
            if (_waiter is { } waiter && asked >= waiter.Since)
            {
                waiter.Answered.TrySetResult(_longest);
                _waiter = null;
            }
        }
    }
}
