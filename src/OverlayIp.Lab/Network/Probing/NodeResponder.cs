using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Lab.Network.Probing;

/// <summary>
/// A service in an instance that says who answers: each datagram to the address comes back with the instance's name. The
/// address need not be there yet; the service answers whenever it is.
/// </summary>
public sealed class NodeResponder : IDisposable
{
    /// <summary>The UDP port: echo's.</summary>
    public const int Port = 7;

    // ip(7): lets a socket have an address that the system does not have at the moment.
    private const int IpLevel = 0;
    private const int FreeBind = 15;

    private readonly Socket _socket;

    private NodeResponder(Socket socket) => _socket = socket;

    /// <summary>Starts to answer.</summary>
    /// <param name="node">The instance, which must run. One that was stopped needs another service when it is started again.</param>
    /// <param name="address">The IPv4 address.</param>
    public static NodeResponder Start(NetworkedLabNode node, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(address);
        var socket = NodeThread.Do(node, () =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.SetRawSocketOption(IpLevel, FreeBind, BitConverter.GetBytes(1));
            made.Bind(new IPEndPoint(address, Port));
            return made;
        });
        new Thread(() => Serve(socket, node.Name)) { IsBackground = true, Name = $"overlayip {node.Name}" }.Start();
        return new NodeResponder(socket);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static void Serve(Socket socket, string name)
    {
        var buffer = new byte[256];
        var suffix = Encoding.UTF8.GetBytes(" " + name);
        while (true)
        {
            try
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var length = socket.ReceiveFrom(buffer, 0, buffer.Length - suffix.Length, SocketFlags.None, ref from);
                suffix.CopyTo(buffer, length);
                socket.SendTo(buffer.AsSpan(0, length + suffix.Length), from);
            }
            catch (SocketException problem) when (problem.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                // The address or the way back is gone at the moment: an answer that is lost.
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
