using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Echoes what TCP connections to port 7 of an instance send.</summary>
internal sealed class TcpEcho : IDisposable
{
    private const int Port = 7;

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

    public static Socket Connect(string space, string address) => InNamespace.Do(space, () =>
    {
        var socket = NewSocket(address);
        socket.ReceiveTimeout = 5000;
        try
        {
            socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), Port)).WaitAsync(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }

        return socket;
    });

    /// <summary>Whether a new connection is made and answered.</summary>
    public static bool Answers(string space, string address)
    {
        try
        {
            using var connection = Connect(space, address);
            return Ask(connection, "hello") == "hello";
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends a word and answers what comes back.</summary>
    public static string Ask(Socket connection, string word)
    {
        connection.Send(Encoding.ASCII.GetBytes(word));
        var buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer));
    }

    public void Dispose() => _listener.Dispose();

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
