using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Asks an address from within an instance every 5 ms who answers there.</summary>
internal sealed class UdpProbe : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Socket _socket;
    private readonly Thread _sending;
    private readonly ConcurrentQueue<ProbeAnswer> _answers = new();
    private readonly ConcurrentDictionary<int, long> _sent = new();
    private volatile bool _isEnding;

    private UdpProbe(Socket socket)
    {
        _socket = socket;
        _sending = new Thread(Send) { IsBackground = true, Priority = ThreadPriority.Highest };
    }

    /// <summary>The answers, in the order in which they came.</summary>
    public IReadOnlyList<ProbeAnswer> Answers => [.. _answers];

    public int Sent => _sent.Count;

    public static UdpProbe Start(string space, string address)
    {
        var probe = new UdpProbe(InNamespace.Do(space, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(IPAddress.Parse(address), 7));
            return socket;
        }));
        new Thread(probe.Receive) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        probe._sending.Start();
        return probe;
    }

    /// <summary>Waits for an answer from an instance to a question that was asked after now.</summary>
    public async Task<ProbeAnswer> FromAsync(string name)
    {
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2000; i++)
        {
            if (_answers.LastOrDefault() is { } last && last.Name == name && last.SentAt > now)
            {
                return last;
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"{name} did not answer within 10 s; the last to do so was {_answers.LastOrDefault()?.Name ?? "nobody"}.");
    }

    /// <summary>Stops sending, and gives answers under way the time to come.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        await Task.Delay(100);
    }

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
            _sent[sequence] = Stopwatch.GetTimestamp();
            try
            {
                _socket.Send(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));
            }
            catch (SocketException)
            {
                // "Port unreachable" for an earlier one: counts as no answer.
            }

            due += (long)(Interval.TotalSeconds * Stopwatch.Frequency);
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
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
                var length = _socket.Receive(buffer);
                var words = Encoding.ASCII.GetString(buffer, 0, length).Split(' ');
                var sequence = int.Parse(words[0], CultureInfo.InvariantCulture);
                _answers.Enqueue(new ProbeAnswer(sequence, words[1], _sent[sequence], Stopwatch.GetTimestamp()));
            }
            catch (SocketException) when (!_isEnding)
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
}

/// <summary>An answer: to which question, from whom, and when both were (in <see cref="Stopwatch"/> ticks).</summary>
internal sealed record ProbeAnswer(int Sequence, string Name, long SentAt, long ReceivedAt);
