namespace OverlayIp.Engine.Drills;

/// <summary>Asks an address again and again, and keeps count of when it answered.</summary>
public interface IAnswerWatch : IAsyncDisposable
{
    /// <summary>Begins to look for the longest time without an answer anew.</summary>
    void Restart();

    /// <summary>Waits for an answer to a question that is asked from now on.</summary>
    /// <param name="within">For how long.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The longest time without an answer since <see cref="Restart"/>; null when none came in time.</returns>
    Task<TimeSpan?> AnswerAsync(TimeSpan within, CancellationToken cancellationToken);
}
