using System.Globalization;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.CommandLine;

/// <summary>
/// The time that a cluster hook has. First it is asked to stop, and reports what it has done. A second later it is left
/// alone with whatever does not listen, and the command ends. If even that gets stuck, as on a pipe that nobody reads, the
/// process is ended. Each of these times begins when this process has seen the end of the one before: one that stood still
/// meanwhile, with its machine, still gets to report.
/// </summary>
internal sealed class CommandDeadline : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly int _lateCode;
    private readonly Overtime _overtime;
    private readonly CancellationToken _signal;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly ManualResetEventSlim _done = new();

    private CommandDeadline(TimeSpan timeout, int lateCode, Overtime overtime, CancellationToken signal)
    {
        _timeout = timeout;
        _lateCode = lateCode;
        _overtime = overtime;
        _signal = signal;
        _timer = new CancellationTokenSource(timeout);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, signal);

        // A thread of its own: the pool's may all be stuck.
        if (overtime.EndProcess is not null)
            new Thread(EndProcess) { IsBackground = true, Name = "deadline" }.Start();
    }

    /// <summary>Cancelled when time is up, and by signals.</summary>
    public CancellationToken Token => _either.Token;

    // It was time, and no signal, that ended it.
    private bool HasPassed => _timer.IsCancellationRequested && !_signal.IsCancellationRequested;

    private OverlayIpException Passed => new("DeadlineExceeded", OverlayErrorKind.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"It was not done within {_timeout.TotalSeconds:0.#} seconds."))
    { RecommendedAction = "Run it again, or give it more time with --timeout; running it again is always safe." };

    /// <summary>Runs work to its end or the deadline's. Its errors are told before that, too: who tells them to a pipe that nobody reads gets stuck.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="output">Where to tell errors, and that time was up.</param>
    /// <param name="work">The work; its answer is the exit code.</param>
    /// <param name="cancellationToken">Cancelled by signals.</param>
    public static Task<int> RunAsync(
        TimeSpan timeout, AgentOutput output, Func<CommandDeadline, Task<int>> work, CancellationToken cancellationToken) =>
        RunAsync(
            timeout, output.Failure, ExitCode.Unavailable, output.Overtime,
            deadline => CommandBody.RunAsync(output, () => work(deadline), cancellationToken), cancellationToken);

    /// <summary>Runs work to its end or the deadline's, for callers with exit codes of their own.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="report">Is told that time was up.</param>
    /// <param name="lateCode">The exit code for that.</param>
    /// <param name="overtime">What becomes of work that goes on.</param>
    /// <param name="work">The work; its answer is the exit code.</param>
    /// <param name="cancellationToken">Cancelled by signals.</param>
    public static async Task<int> RunAsync(
        TimeSpan timeout, Action<OverlayIpException> report, int lateCode, Overtime overtime, Func<CommandDeadline, Task<int>> work, CancellationToken cancellationToken)
    {
        using var deadline = new CommandDeadline(timeout, lateCode, overtime, cancellationToken);

        // On another thread, so that not even a call that blocks at once holds this one up.
        var task = Task.Run(() => work(deadline), CancellationToken.None);
        if (!await EndsWithinAsync(task, timeout) && !await EndsWithinAsync(task, overtime.Grace))
        {
            report(deadline.Passed);
            return lateCode;
        }

        try
        {
            return await task;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            report(deadline.Passed);
            return lateCode;
        }
    }

    /// <summary>Says that the work was stopped before its end, and gives the exit code for why.</summary>
    public int Stopped(AgentOutput output)
    {
        if (HasPassed)
        {
            output.Failure(Passed);
            return ExitCode.Unavailable;
        }

        output.Failure(new OverlayIpException("Interrupted", OverlayErrorKind.Unspecified, "Stopped before the end; see the report for what was done.")
        { RecommendedAction = "Run it again; running it again is always safe." });
        return ExitCode.Interrupted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _done.Set();
        _either.Dispose();
        _timer.Dispose();
    }

    // WaitAsync throws a TimeoutException, which could be the work's own, and does so though the work has ended by the time it is caught.
    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan time)
    {
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(time, enough.Token));
        await enough.CancelAsync();
        return work.IsCompleted;
    }

    private void EndProcess()
    {
        if (!_done.Wait(_timeout) && !_done.Wait(2 * _overtime.Grace))
            _overtime.EndProcess!(_lateCode);
    }
}
