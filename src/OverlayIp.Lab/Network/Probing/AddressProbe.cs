using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Lab.Network.Probing;

/// <summary>Asks an address from within an instance, again and again at a fixed interval, who answers there (see <see cref="NodeResponder"/>).</summary>
public sealed class AddressProbe : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Socket _socket;
    private readonly TimeSpan _interval;
    private readonly Thread _sending;
    private readonly ConcurrentDictionary<int, TimeSpan> _sent = new();
    private readonly object _gate = new();
    private readonly List<ProbeAnswer> _answers = [];
    private volatile bool _isEnding;

    private AddressProbe(Socket socket, TimeSpan interval)
    {
        _socket = socket;
        _interval = interval;
        _sending = new Thread(Send) { IsBackground = true, Priority = ThreadPriority.Highest, Name = "overlayip probe" };
    }

    /// <summary>How many questions were asked.</summary>
    public int Sent => _sent.Count;

    /// <summary>Since the probe was started: what the times of answers are compared with.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>The answers so far, in the order in which they came.</summary>
    public IReadOnlyList<ProbeAnswer> Answers
    {
        get
        {
            lock (_gate)
            {
                return [.. _answers];
            }
        }
    }

    /// <summary>The last answer, or null.</summary>
    public ProbeAnswer? Last
    {
        get
        {
            lock (_gate)
            {
                return _answers.Count == 0 ? null : _answers[^1];
            }
        }
    }

    private int Answered
    {
        get
        {
            lock (_gate)
            {
                return _answers.Count;
            }
        }
    }

    /// <summary>Starts to ask.</summary>
    /// <param name="from">The instance that asks; it must run.</param>
    /// <param name="address">The IPv4 address.</param>
    /// <param name="interval">The time between two questions.</param>
    public static AddressProbe Start(NetworkedLabNode from, IPAddress address, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(1));
        var socket = NodeThread.Do(from, () =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Connect(new IPEndPoint(address, NodeResponder.Port));
            return made;
        });
        var probe = new AddressProbe(socket, interval);
        new Thread(probe.Receive) { IsBackground = true, Priority = ThreadPriority.Highest, Name = "overlayip probe answers" }.Start();
        probe._sending.Start();
        return probe;
    }

    /// <summary>Waits for an answer from an instance to a question that is asked after now.</summary>
    /// <param name="name">The instance's name.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The answer, or null when there was none in time.</returns>
    public async Task<ProbeAnswer?> FromAsync(string name, TimeSpan within, CancellationToken cancellationToken)
    {
        var now = Now;
        while (Now - now < within)
        {
            if (Last is { } last && last.Name == name && last.SentAt > now)
            {
                return last;
            }

            await Task.Delay(5, cancellationToken);
        }

        return null;
    }

    /// <summary>Stops asking, and waits until every question is answered; for 5 s at most where some are lost.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        _sending.Join();
        var ended = Now;
        while (Answered < Sent && Now - ended < Grace)
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>The longest time without an answer: between two that came one after the other.</summary>
    /// <param name="since">Only answers that came after this.</param>
    public TimeSpan LongestSilence(TimeSpan since = default)
    {
        var times = Answers.Select(answer => answer.ReceivedAt).Where(at => at >= since).ToArray();
        return times.Length < 2 ? TimeSpan.Zero : times.Zip(times.Skip(1), (one, next) => next - one).Max();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnding = true;
        _sending.Join();
        _socket.Dispose();
    }

    private void Send()
    {
        var due = Stopwatch.GetTimestamp();
        for (var sequence = 0; !_isEnding; sequence++)
        {
            _sent[sequence] = Now;
            try
            {
                _socket.Send(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));
            }
            catch (SocketException)
            {
                // "Port unreachable" for an earlier one: counts as no answer.
            }

            due += (long)(_interval.TotalSeconds * Stopwatch.Frequency);
            var now = Stopwatch.GetTimestamp();
            if (due > now)
            {
                Thread.Sleep(Stopwatch.GetElapsedTime(now, due));
            }
            else
            {
                // What a pause of the machine has kept from being asked is not made up for: hundreds of questions at once would overflow buffers.
                due = now;
            }
        }
    }

    private void Receive()
    {
        var buffer = new byte[256];
        while (true)
        {
            try
            {
                Take(Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)), Now);
            }
            catch (SocketException problem) when (problem.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                // As above.
            }
            catch (SocketException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Take(string answer, TimeSpan at)
    {
        if (answer.Split(' ', 2) is [var number, var name]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var sequence)
            && _sent.TryGetValue(sequence, out var sentAt))
        {
            lock (_gate)
            {
                _answers.Add(new ProbeAnswer(sequence, name, sentAt, at));
            }
        }
    }
}
