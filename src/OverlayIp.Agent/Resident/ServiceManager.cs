using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Agent.Resident;

/// <summary>Tells systemd how the service is, by datagrams to <c>NOTIFY_SOCKET</c>; see sd_notify(3). Without one, it does nothing.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _endpoint;

    /// <summary>Reads <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c> and <c>WATCHDOG_PID</c>.</summary>
    /// <param name="read">Gives the value of an environment variable, or null.</param>
    public ServiceManager(Func<string, string?> read)
    {
        if (read("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@'))
            return;

        // An address that begins with "@" has no file (unix(7), abstract).
        _endpoint = new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var isOurs = read("WATCHDOG_PID") is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (isOurs && long.TryParse(read("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
            WatchdogInterval = TimeSpan.FromMicroseconds(microseconds / 2.0);
    }

    /// <summary>How often <see cref="Beat"/> is expected, half of what systemd waits; null when it waits for none.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>It is ready, for the first time or after a reload.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>It reads its configuration again.</summary>
    public void Reloading() => Send(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency))}"));

    /// <summary>It ends.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>It is alive.</summary>
    public void Beat() => Send("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(state), _endpoint!);
        }
        catch (SocketException)
        {
            // A manager that does not listen is none of the service's trouble.
        }
    }
}
