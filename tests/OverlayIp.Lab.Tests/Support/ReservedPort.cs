using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>
/// A port of 127.0.0.1 that nothing else gets by chance, though who names it may listen on it: it is bound, and does not listen. Linux gives
/// such a port to nobody who asks for any, and lets those share it who name it with SO_REUSEADDR, as .NET does. Elsewhere it is one that was
/// free a moment ago.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        if (!OperatingSystem.IsLinux())
        {
            _socket.Dispose();
        }
    }

    public int Number { get; }

    public void Dispose() => _socket.Dispose();
}
