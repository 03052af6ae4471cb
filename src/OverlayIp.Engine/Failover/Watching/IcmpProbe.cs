using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>
/// Passes when an echo request (ping) is answered. On Linux that needs root, CAP_NET_RAW or a group in
/// <c>net.ipv4.ping_group_range</c>; without any of them .NET runs the program <c>ping</c>, so that has to be there.
/// </summary>
public sealed class IcmpProbe : IHealthProbe
{
    // The token ends a probe; this is merely the most that Ping may be told.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken) =>
        IPAddress.TryParse(node.Address, out var address)
            ? await PingAsync(address, cancellationToken)
            : ProbeAnswer.Failed("icmp: the node has no address");

    internal static async Task<ProbeAnswer> PingAsync(IPAddress address, CancellationToken cancellationToken)
    {
        using var ping = new Ping();
        try
        {
            var reply = await ping.SendPingAsync(address, Longest, cancellationToken: cancellationToken);
            return reply.Status == IPStatus.Success ? ProbeAnswer.Passed("icmp: answered") : ProbeAnswer.Failed($"icmp: {reply.Status}");
        }
        catch (PlatformNotSupportedException e)
        {
            throw NotPermitted(e);
        }
        catch (PingException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            throw NotPermitted(e);
        }
        catch (PingException e)
        {
            // No route to the host, an interface that is down: the way to the node is part of its health.
            return ProbeAnswer.Failed($"icmp: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static OverlayIpException NotPermitted(Exception e) =>
        new("ProbeNotPermitted", OverlayErrorKind.PermissionDenied,
            "This user may not send ICMP echo requests, and the program ping that could is not there.", e)
        {
            IsFatal = true,
            RecommendedAction = "Run it as root or with CAP_NET_RAW, install ping (package iputils-ping), or probe with -TcpPort.",
        };
}
