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
    private ProgressRecord? _latest;
    private ProgressRecord? _shown;

    /// <summary>How many milliseconds the pipeline thread may wait for a message before it shall show the progress; -1 for any time, when there
    /// is none that it has not shown.</summary>
    public int Patience => Volatile.Read(ref _latest) == _shown
        ? Timeout.Infinite
        : (int)Math.Max(0, Math.Ceiling((ProgressAfter - Stopwatch.GetElapsedTime(_started)).TotalMilliseconds));

    public void Verbose(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void Warning(string message) => Post(() => cmdlet.WriteWarning(message));

    // What is told within the first second waits for its end: work that hangs tells nothing more.
    public void Progress(string activity, string status, int done, int total)
    {
        Volatile.Write(ref _latest, new ProgressRecord(0, activity, total > 0 ? $"{status}: {done} of {total}" : status)
        {
            PercentComplete = total > 0 ? done * 100 / total : -1,
        });
        Post(ShowProgress);
    }

    /// <summary>Shows how far the work has come, if it has taken long enough. For the pipeline thread.</summary>
    public void ShowProgress()
    {
        if (Volatile.Read(ref _latest) is { } latest && latest != _shown && Stopwatch.GetElapsedTime(_started) >= ProgressAfter)
        {
            _shown = latest;
            cmdlet.WriteProgress(latest);
        }
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
        if (_shown is not null)
        {
            cmdlet.WriteProgress(new ProgressRecord(_shown.ActivityId, _shown.Activity, _shown.StatusDescription) { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Has the pipeline thread do something that answers. Once the work has ended, or the pipeline was stopped, no answer comes any more.</summary>
    public Task<T> OnPipelineThread<T>(Func<T> ask)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(ask());
            }
            finally
            {
                answer.TrySetCanceled();
            }
        });
        return answer.Task;
    }

    /// <summary>Queues something for the pipeline thread.</summary>
    public void Post(Action write)
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
