using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>
/// A port of 127.0.0.1 that nothing else gets by chance, though another process may listen on it: it is bound, and does not listen. Linux
/// gives a port that is bound to nobody who asks for any, and lets those share it who name it, both with SO_REUSEADDR, as .NET sets it.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
