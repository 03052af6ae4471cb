using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Answers every datagram on port 7 of an instance with the datagram and the instance's name, from the address that it was sent to.</summary>
internal sealed class UdpEcho : IDisposable
{
    private readonly Socket _socket;

    private UdpEcho(Socket socket) => _socket = socket;

    public static UdpEcho Start(string space, string address, string name)
    {
        var socket = InNamespace.Do(space, () =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Parse(address), 7));
            return made;
        });
        new Thread(() => Serve(socket, name)) { IsBackground = true }.Start();
        return new UdpEcho(socket);
    }

    public void Dispose() => _socket.Dispose();

    private static void Serve(Socket socket, string name)
    {
        var buffer = new byte[256];
        var suffix = Encoding.ASCII.GetBytes(" " + name);
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var length = socket.ReceiveFrom(buffer, ref from);
                suffix.CopyTo(buffer, length);
                socket.SendTo(buffer.AsSpan(0, length + suffix.Length), from);
            }
        }
        catch (SocketException)
        {
            // Closed, or the network went away under it.
        }
        catch (ObjectDisposedException)
        {
            // Closed.
        }
    }
}
