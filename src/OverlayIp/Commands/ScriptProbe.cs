using System.Management.Automation;
using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Commands;

/// <summary>Passes when a script block answers true. It runs on the pipeline thread, the only one that may run it, so one node is asked after the other.</summary>
internal sealed class ScriptProbe(ScriptBlock script, CmdletObserver observer, TimeSpan timeout) : IHealthProbe
{
    // Its turn comes when those before it have ended, so the time of one begins when it is called.
    public bool KeepsItsOwnTime => true;

    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = observer.OnPipelineThread(() =>
        {
            begun.SetResult();
            return Run(node);
        });
        await begun.Task.WaitAsync(cancellationToken);
        try
        {
            return await answer.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            return ProbeAnswer.Failed($"script: no answer within {timeout.TotalSeconds:0.###} s");
        }
    }

    private ProbeAnswer Run(OverlayWatchedNode node)
    {
        try
        {
            var output = script.InvokeWithContext(null, [new PSVariable("_", node)], node);
            return LanguagePrimitives.IsTrue(output)
                ? ProbeAnswer.Passed("script: true")
                : ProbeAnswer.Failed($"script: {(output is [.., { } last] ? last.ToString() : "nothing")}");
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return ProbeAnswer.Failed($"script: {e.Message}");
        }
    }
}
