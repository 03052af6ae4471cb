namespace OverlayIp.Engine.Addressing;

/// <summary>Starts the operating system's own tools and waits for them.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Kills the process, with the processes that it started.</param>
    /// <returns>The exit code and everything written; an exit code other than 0 is no exception.</returns>
    /// <exception cref="FileNotFoundException">There is no such program on this machine, or it cannot be executed.</exception>
    /// <exception cref="TimeoutException">It did not end in time and was killed.</exception>
    /// <exception cref="InvalidDataException">It wrote more than the runner accepts and was killed.</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken);
}
