using System.Management.Automation.Host;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>
/// Tells the host what was and what was not done when a pipeline is stopped. A stopped pipeline takes no more objects, and whoever
/// pressed Ctrl+C in the middle of a failover must know which tables point where.
/// </summary>
internal static class StopReport
{
    /// <summary>Tells what became of each route table that was to be changed.</summary>
    public static void Tell(PSHost host, RouteExecution execution)
    {
        foreach (var group in execution.Reports.Where(r => ChangesSomething(r.Step)).GroupBy(Fate))
        {
            Tell(host, execution.Plan, group.Key, group.Select(r => r.Step));
        }
    }

    /// <summary>Tells one fate of several route tables.</summary>
    public static void Tell(PSHost host, RoutePlan plan, string fate, IEnumerable<RouteStep> steps)
    {
        var tables = string.Join(", ", steps.Where(ChangesSomething).Select(s => s.Display));
        if (tables.Length > 0)
        {
            host.UI.WriteWarningLine($"Stopped. {plan.Destination}: {fate}: {tables}.");
        }
    }

    private static bool ChangesSomething(RouteStep step) => step.Action is not (RouteStepAction.None or RouteStepAction.Refuse);

    private static string Fate(RouteStepReport report) => report.Outcome switch
    {
        RouteChangeOutcome.NotAttempted => "not changed",
        RouteChangeOutcome.RolledBack => "restored",
        RouteChangeOutcome.Failed when report.Error?.ErrorId == "Interrupted" => "under way, look with Get-OverlayRoute",
        RouteChangeOutcome.Failed => "failed",
        _ => "done and verified",
    };
}
