namespace OverlayIp.Engine;

/// <summary>
/// Where the engine tells what it is doing. Calls come from any thread and must not block: a cmdlet queues them for its
/// pipeline thread, the agent prints them.
/// </summary>
public interface IOperationObserver
{
    /// <summary>A detail for whoever asked for details.</summary>
    /// <param name="message">One sentence.</param>
    void Verbose(string message);

    /// <summary>Something that the user should know though the operation goes on.</summary>
    /// <param name="message">One sentence.</param>
    void Warning(string message);

    /// <summary>How far the operation has come.</summary>
    /// <param name="activity">What is being done, such as <c>Switching 10.2.0.1/32</c>.</param>
    /// <param name="status">The present step.</param>
    /// <param name="done">Items done.</param>
    /// <param name="total">Items in all; 0 when it is not known.</param>
    void Progress(string activity, string status, int done, int total);
}
