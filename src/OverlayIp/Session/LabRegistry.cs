using OverlayIp.Lab;

namespace OverlayIp.Session;

/// <summary>The labs that were started in this session, in order.</summary>
internal sealed class LabRegistry
{
    private readonly object _gate = new();
    private readonly List<LabServer> _running = [];

    /// <summary>The lab started last, or null.</summary>
    public OverlayLab? Current
    {
        get
        {
            lock (_gate)
            {
                return _running.Count == 0 ? null : _running[^1].Describe();
            }
        }
    }

    public IReadOnlyList<LabServer> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _running];
            }
        }
    }

    public void Add(LabServer lab)
    {
        lock (_gate)
        {
            _running.Add(lab);
        }
    }

    public void Remove(LabServer lab)
    {
        lock (_gate)
        {
            _running.Remove(lab);
        }
    }

    public LabServer? Find(string name)
    {
        lock (_gate)
        {
            return _running.Find(l => string.Equals(l.Describe().Name, name, StringComparison.OrdinalIgnoreCase));
        }
    }

    public OverlayLab? FindByEndpoint(string url)
    {
        lock (_gate)
        {
            return _running.Select(l => l.Describe()).FirstOrDefault(l => SameUrl(l.EndpointUrl, url));
        }
    }

    public void StopAll()
    {
        foreach (var lab in All)
        {
            Remove(lab);
            lab.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool SameUrl(string left, string right) =>
        string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
