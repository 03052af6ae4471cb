using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Echoes what TCP connections to port 7 of an instance send.</summary>
internal sealed class TcpEcho : IDisposable
{
    private const int Port = 7;

    // So long something may take where it can come, on a machine that has other work; and so long nothing must come where nothing can.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly Socket _listener;

    private TcpEcho(Socket listener) => _listener = listener;

    public static TcpEcho Start(string space, string address)
    {
        var listener = InNamespace.Do(space, () =>
        {
            var made = NewSocket(address);
            made.Bind(new IPEndPoint(IPAddress.Parse(address), Port));
            made.Listen();
            return made;
        });
        new Thread(() => Accept(listener)) { IsBackground = true }.Start();
        return new TcpEcho(listener);
    }

    public static Socket Connect(string space, string address) => Connect(space, address, Patience);

    /// <summary>Whether a new connection is made and answered.</summary>
    public static bool Answers(string space, string address) => Answers(space, address, Patience);

    /// <summary>Whether no new connection is made, or none is answered.</summary>
    public static bool IsSilent(string space, string address) => !Answers(space, address, Silence);

    /// <summary>Sends a word and answers what comes back.</summary>
    public static string Ask(Socket connection, string word)
    {
        connection.Send(Encoding.ASCII.GetBytes(word));
        var buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer));
    }

    public void Dispose() => _listener.Dispose();

    private static Socket Connect(string space, string address, TimeSpan patience) => InNamespace.Do(space, () =>
    {
        var socket = NewSocket(address);
        socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        try
        {
            socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), Port)).WaitAsync(patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }

        return socket;
    });

    private static bool Answers(string space, string address, TimeSpan patience)
    {
        try
        {
            using var connection = Connect(space, address, patience);
            return Ask(connection, "hello") == "hello";
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket NewSocket(string address) => new(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    private static void Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = listener.Accept();
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // Closed.
        }
        catch (ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static void Serve(Socket connection)
    {
        using (connection)
        {
            try
            {
                var buffer = new byte[64];
                while (connection.Receive(buffer) is var length and > 0)
                {
                    connection.Send(buffer, length, SocketFlags.None);
                }
            }
            catch (SocketException)
            {
                // The peer went away.
            }
        }
    }
}
