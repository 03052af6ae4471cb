using OverlayIp.Engine.Connections;

namespace OverlayIp.Session;

/// <summary>What outlives a command: open connections and running labs. The only mutable state of the module.</summary>
internal static class OverlaySession
{
    private static readonly object Gate = new();
    private static ConnectionCache? _connections;
    private static LabRegistry? _labs;

    /// <summary>True once a command has used a connection or a lab.</summary>
    public static bool IsStarted => _connections is not null || _labs is not null;

    public static ConnectionCache Connections
    {
        get
        {
            lock (Gate)
            {
                return _connections ??= new ConnectionCache();
            }
        }
    }

    public static LabRegistry Labs
    {
        get
        {
            lock (Gate)
            {
                return _labs ??= new LabRegistry();
            }
        }
    }

    /// <summary>The lab that commands without connection parameters go to: the one started last. Asks nothing of the lab's assembly while there is none.</summary>
    public static OverlayLab? CurrentLab => _labs?.Current;

    /// <summary>The running lab that answers at this URL, or null.</summary>
    public static OverlayLab? FindLabByEndpoint(string url) => _labs?.FindByEndpoint(url);

    public static void End()
    {
        lock (Gate)
        {
            _connections?.Dispose();
            _connections = null;
            _labs?.StopAll();
            _labs = null;
        }
    }
}
