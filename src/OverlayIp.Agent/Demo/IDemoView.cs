namespace OverlayIp.Agent.Demo;

/// <summary>How the demonstration is shown.</summary>
internal interface IDemoView
{
    /// <summary>Before the first step.</summary>
    void Open();

    /// <summary>Plays a step and shows it.</summary>
    /// <param name="number">Counted from 1.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="title">What is about to be done.</param>
    /// <param name="playAsync">Does it.</param>
    Task<DemoStep> ShowAsync(int number, int total, string title, Func<Task<DemoStep>> playAsync);

    /// <summary>A line about what is going on, while a step is played or between two; from any thread.</summary>
    void Live(string line);

    /// <summary>After the last step.</summary>
    void Close(DemoReport report);
}
