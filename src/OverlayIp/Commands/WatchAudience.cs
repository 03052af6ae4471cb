using System.Management.Automation;
using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Commands;

/// <summary>Writes what the watches of one command tell, asks for the user's consent, and shows how they stand as one line.</summary>
internal sealed class WatchAudience(Cmdlet cmdlet, CmdletObserver observer, IReadOnlyList<string> destinations)
{
    private readonly SortedDictionary<string, string> _status = new(StringComparer.Ordinal);

    /// <summary>The audience of the watch of one destination.</summary>
    public IWatchAudience For(string destination) => new One(this, destination);

    private void Show(string destination, string status)
    {
        lock (_status)
        {
            _status[destination] = status;
            observer.Progress(
                $"Watching {string.Join(", ", destinations)}",
                destinations.Count == 1 ? status : string.Join(" | ", _status.Select(s => $"{s.Key}: {s.Value}")),
                0,
                0);
        }
    }

    private sealed class One(WatchAudience all, string destination) : IWatchAudience
    {
        public void Tell(OverlayHealthEvent happened) => all.Post(() => all.Write(happened));

        public void Show(string status) => all.Show(destination, status);

        public Task<bool> AllowAsync(string target, string action, CancellationToken cancellationToken) =>
            all.Ask(target, action).WaitAsync(cancellationToken);
    }

    private void Post(Action write) => observer.Post(write);

    private void Write(OverlayHealthEvent happened) => cmdlet.WriteObject(happened);

    private Task<bool> Ask(string target, string action) => observer.OnPipelineThread(() => cmdlet.ShouldProcess(target, action));
}
