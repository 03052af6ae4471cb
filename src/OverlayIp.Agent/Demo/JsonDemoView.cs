using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Demo;

/// <summary>One JSON object at the end.</summary>
internal sealed class JsonDemoView(AgentOutput output) : IDemoView
{
    public void Open()
    {
    }

    public Task<DemoStep> ShowAsync(int number, int total, string title, Func<Task<DemoStep>> playAsync) => playAsync();

    public void Live(string line)
    {
    }

    public void Close(DemoReport report) => output.Result(report, AgentJson.Relaxed.DemoReport);
}
