using System.Collections.Concurrent;
using System.Management.Automation;
using OverlayIp.Engine;

namespace OverlayIp.Commands;

/// <summary>
/// The root of every cmdlet: runs the engine's asynchronous work while the pipeline thread waits and writes, stops it on
/// Ctrl+C, and turns its exceptions into error records.
/// </summary>
public abstract class OverlayIpCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan StopSlice = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private HashSet<string>? _typedParameters;
    private bool _gotInput;

    /// <summary>True once Ctrl+C was pressed or the pipeline was stopped otherwise.</summary>
    private protected bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>After Ctrl+C the engine gets this long to reach its next await and report; then the command ends without it.</summary>
    private protected virtual TimeSpan StopGrace => TimeSpan.FromSeconds(2);

    /// <summary>True under -WhatIf: nothing may be changed, and what needs no change is not worth an object.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _typedParameters = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>True when the user typed the parameter, false when the pipeline filled it in.</summary>
    private protected bool IsTyped(string parameter) => _typedParameters?.Contains(parameter) == true;

    /// <summary>
    /// True when there is something to work on: no pipeline, or an object of it that filled in a parameter. An object that
    /// fits nowhere is told of as an error; $null is as good as nothing.
    /// </summary>
    /// <param name="item">The object from the pipeline.</param>
    private protected bool TakesInput(object? item)
    {
        if (!MyInvocation.ExpectingInput)
        {
            return true;
        }

        if (item is null)
        {
            return false;
        }

        _gotInput = true;
        if (MyInvocation.BoundParameters.Keys.Any(name => name != "InputObject" && !IsTyped(name)))
        {
            return true;
        }

        WriteFailure(new OverlayIpException("InputUnusable", OverlayErrorKind.InvalidArgument,
            $"The pipeline brought an object of the type {item.GetType().Name} that has none of the properties that {MyInvocation.MyCommand.Name} takes.")
        { Subject = item, RecommendedAction = $"See INPUTS in 'Get-Help {MyInvocation.MyCommand.Name} -Full'." });
        return false;
    }

    /// <summary>Tells that the pipeline brought nothing, or only what did not bind: a runbook must not take that for success.</summary>
    /// <param name="consequence">Such as "nothing was switched".</param>
    /// <returns>True when it did.</returns>
    private protected bool RefuseEmptyPipeline(string consequence)
    {
        var isEmpty = MyInvocation.ExpectingInput && !_gotInput;
        if (isEmpty)
        {
            WriteFailure(new OverlayIpException("EmptyPipeline", OverlayErrorKind.InvalidArgument,
                $"Nothing usable came from the pipeline, so {consequence}.")
            { RecommendedAction = "Look at what the command or the file before it gives." });
        }

        return isEmpty;
    }

    /// <summary>
    /// Runs work of the engine to its end. Everything that it tells is written by this thread, the only one that
    /// PowerShell allows to write.
    /// </summary>
    private protected T Run<T>(Func<CmdletObserver, CancellationToken, Task<T>> work)
    {
        using var messages = new BlockingCollection<Action>();
        var observer = new CmdletObserver(this, messages);
        var task = Task.Run(() => work(observer, _stopping.Token));
        task.ContinueWith(_ => observer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (!messages.IsCompleted)
            {
                if (messages.TryTake(out var write, observer.Patience, _stopping.Token))
                {
                    write();
                }

                // Also after a message: the second may have passed while it was written, and the next one may be long in coming.
                observer.ShowProgress();
            }
        }
        catch (Exception stop) when (stop is PipelineStoppedException || (stop is OperationCanceledException && IsStopping))
        {
            // PowerShell refuses to write from the moment of the stop, which is before it comes to StopProcessing.
            _stopping.Cancel();
            OnStopping();
            WaitForTheEnd(task);
            if (!task.IsCompleted)
            {
                throw new PipelineStoppedException();
            }
        }
        catch (Exception)
        {
            // -WarningAction Stop, or "Halt" at a prompt: the work must not go on behind the back of a command that has ended.
            _stopping.Cancel();
            OnStopping();
            WaitForTheEnd(task);
            throw;
        }

        // A stopped command may not write any more, and the host takes its progress away by itself.
        if (!IsStopping)
        {
            observer.EndProgress();
        }

        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs a stream of the engine and hands its items over one by one, as they come.</summary>
    private protected void RunStream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, Action<T> onItem)
    {
        var items = source(_stopping.Token).GetAsyncEnumerator(_stopping.Token);
        try
        {
            while (Run((_, _) => items.MoveNextAsync().AsTask()))
            {
                onItem(items.Current);
            }
        }
        finally
        {
            // Disposing an enumerator whose MoveNext was abandoned by Ctrl+C would throw; the process-wide stop ends it anyway.
            if (!IsStopping)
            {
                items.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Writes an error for one item, or ends the command when no later item can succeed.</summary>
    private protected void WriteFailure(OverlayIpException failure, object? item = null)
    {
        var record = ErrorRecords.Of(failure, item);
        if (failure.IsFatal)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Ends the command with an error.</summary>
    private protected void ThrowFailure(OverlayIpException failure, object? item = null) =>
        ThrowTerminatingError(ErrorRecords.Of(failure, item));

    /// <summary>Does something for one item and writes what goes wrong with it as an error of that item.</summary>
    private protected void ForItem(object? item, Action act)
    {
        try
        {
            act();
        }
        catch (OverlayIpException failure)
        {
            WriteFailure(failure, item);
        }
    }

    /// <summary>Called when work is stopped, before its end is waited for. Nothing can be written but to the host.</summary>
    private protected virtual void OnStopping()
    {
    }

    private void WaitForTheEnd(Task task)
    {
        try
        {
            // In slices: a machine that stood still meanwhile has used one of them up, and not the time in which the engine was to report.
            for (var waited = TimeSpan.Zero; waited < StopGrace && !task.Wait(StopSlice); waited += StopSlice)
            {
            }
        }
        catch (AggregateException)
        {
            // Looked at again, unwrapped, where the result is taken.
        }
    }
}
