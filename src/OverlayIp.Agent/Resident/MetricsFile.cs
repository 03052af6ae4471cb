using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>
/// The metrics as a file for the node exporter's textfile collector. It is written to a sibling and renamed, so that nobody reads half
/// of it, at most once a second, and at least every quarter of a minute, so that its age tells whether the agent lives.
/// </summary>
internal sealed class MetricsFile : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly string _path;
    private readonly ResidentMetrics _metrics;
    private readonly IResidentJournal _journal;
    private readonly Task _writing;
    private int _isChanged;

    /// <summary>Writes it for the first time, and begins to keep it new.</summary>
    /// <exception cref="OverlayIpException"><c>MetricsFileNotWritten</c>.</exception>
    public MetricsFile(string path, ResidentMetrics metrics, IResidentJournal journal)
    {
        (_path, _metrics, _journal) = (Path.GetFullPath(path), metrics, journal);
        Write();
        metrics.Changed += Signal;
        _writing = Task.Run(KeepAsync);
    }

    /// <summary>Writes it for the last time.</summary>
    public async ValueTask DisposeAsync()
    {
        _metrics.Changed -= Signal;
        await _stop.CancelAsync();
        await _writing;
        TryWrite(null);
        _stop.Dispose();
        _changed.Dispose();
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _isChanged, 1) != 0)
            return;

        try
        {
            _changed.Release();
        }
        catch (ObjectDisposedException)
        {
            // It was on its way here when this was disposed, which writes the file once more.
        }
    }

    private async Task KeepAsync()
    {
        string? trouble = null;
        try
        {
            while (true)
            {
                await _changed.WaitAsync(Longest, _stop.Token);
                Interlocked.Exchange(ref _isChanged, 0);
                trouble = TryWrite(trouble);
                await Task.Delay(Shortest, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private string? TryWrite(string? trouble)
    {
        try
        {
            Write();
            return null;
        }
        catch (OverlayIpException e)
        {
            if (trouble is null)
                _journal.Write(new ResidentEvent(ResidentLevel.Warning, "metrics", e.Message) { ErrorId = e.ErrorId });

            return e.ErrorId;
        }
    }

    private void Write()
    {
        var temporary = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, _metrics.ToString());
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OverlayIpException("MetricsFileNotWritten", OverlayErrorKind.OperatingSystem, $"The metrics file '{_path}' cannot be written: {e.Message}", e)
            { Subject = _path, RecommendedAction = "Give a path in a directory that exists and may be written." };
        }
    }
}
