using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using OverlayIp.Engine;

namespace OverlayIp.Commands;

/// <summary>Queues what the engine tells for the pipeline thread. Progress shows only once the work has taken a second.</summary>
internal sealed class CmdletObserver(OverlayIpCmdlet cmdlet, BlockingCollection<Action> messages) : IOperationObserver
{
    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _completed;
    private ProgressRecord? _progress;

    public void Verbose(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void Warning(string message) => Post(() => cmdlet.WriteWarning(message));

    public void Progress(string activity, string status, int done, int total)
    {
        if (Stopwatch.GetElapsedTime(_started) < ProgressAfter)
        {
            return;
        }

        Post(() =>
        {
            _progress = new ProgressRecord(0, activity, total > 0 ? $"{status}: {done} of {total}" : status)
            {
                PercentComplete = total > 0 ? done * 100 / total : -1,
            };
            cmdlet.WriteProgress(_progress);
        });
    }

    /// <summary>Ends the queue. What the engine still says after its end is dropped.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            messages.CompleteAdding();
        }
    }

    /// <summary>Takes the progress bar away, if one was shown. For the pipeline thread.</summary>
    public void EndProgress()
    {
        if (_progress is not null)
        {
            _progress.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(_progress);
        }
    }

    private void Post(Action write)
    {
        lock (_gate)
        {
            if (!_completed)
            {
                messages.Add(write);
            }
        }
    }
}
