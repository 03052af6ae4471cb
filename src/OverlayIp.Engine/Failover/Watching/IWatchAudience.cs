namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Who follows a watch. Calls come from any thread, and only <see cref="AllowAsync"/> may take time.</summary>
public interface IWatchAudience
{
    /// <summary>Something happened.</summary>
    /// <param name="happened">What.</param>
    void Tell(OverlayHealthEvent happened);

    /// <summary>How it stands, after every round.</summary>
    /// <param name="status">One line.</param>
    void Show(string status);

    /// <summary>Asks whether a move that is due may be made.</summary>
    /// <param name="target">The destination and its route tables, as a person would call them.</param>
    /// <param name="action">What would be done to them.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task<bool> AllowAsync(string target, string action, CancellationToken cancellationToken);
}
