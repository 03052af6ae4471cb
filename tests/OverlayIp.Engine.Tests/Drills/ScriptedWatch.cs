using OverlayIp.Engine.Drills;

namespace OverlayIp.Engine.Tests.Drills;

/// <summary>An address that answers as it is told: one value for each time that it is waited for, null for no answer.</summary>
internal sealed class ScriptedWatch(params double?[] outages) : IAnswerWatch
{
    private int _next;

    public Action? Waiting { get; set; }

    public void Restart()
    {
    }

    public Task<TimeSpan?> AnswerAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        if (_next > 0)
        {
            Waiting?.Invoke();
        }

        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<TimeSpan?>(cancellationToken)
            : Task.FromResult<TimeSpan?>(outages[_next++] is { } outage ? TimeSpan.FromMilliseconds(outage) : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
