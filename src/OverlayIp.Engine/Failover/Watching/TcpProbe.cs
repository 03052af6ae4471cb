using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Passes when a TCP connection to a port is accepted.</summary>
/// <param name="port">The port.</param>
public sealed class TcpProbe(int port) : IHealthProbe
{
    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"tcp {port}");
        if (!IPAddress.TryParse(node.Address, out var address))
            return ProbeAnswer.Failed($"{name}: the node has no address");

        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return ProbeAnswer.Passed($"{name}: accepted");
        }
        catch (SocketException e)
        {
            return ProbeAnswer.Failed($"{name}: {e.Message}");
        }
    }
}
