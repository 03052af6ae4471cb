using System.Management.Automation;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that change routes: confirms a plan step by step, carries it out, reports.</summary>
public abstract class RouteChangingCmdlet : ConnectedCmdlet
{
    /// <summary>How many seconds changing and reading back may take together.</summary>
    /// <value>30, and 1 more for each route table</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; }

    private protected TimeSpan? Timeout => TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null;

    /// <summary>Tells of a destination that was made canonical.</summary>
    private protected void TellHostBits(RouteDestination destination)
    {
        if (destination.HostBitsCleared)
        {
            WriteVerbose($"The destination had host bits set; EC2 stores it as {destination}.");
        }
    }

    /// <summary>
    /// Asks for each step that changes something, carries the confirmed ones out and answers the result. Under -WhatIf, and
    /// when nothing was confirmed, nothing is sent; refused steps are in the result all the same, for they are errors that
    /// would have come.
    /// </summary>
    private protected RouteExecution Execute(ConnectionSettings settings, RoutePlan plan, bool rollback)
    {
        foreach (var warning in plan.Warnings)
        {
            WriteWarning(warning);
        }

        var confirmed = plan with { Steps = [.. plan.Steps.Where(step => IsConfirmed(plan, step))] };
        RouteExecution? ended = null;
        try
        {
            var execution = Run(settings, async (connection, observer, cancellationToken) => ended = await new RouteExecutor(connection).ExecuteAsync(
                confirmed, new RouteExecutionOptions { Timeout = Timeout, Rollback = rollback }, observer, cancellationToken));
            return execution.Cancelled ? throw new PipelineStoppedException() : execution;
        }
        catch (PipelineStoppedException) when (ended is null)
        {
            StopReport.Tell(Host, plan, "may or may not be changed, look with Get-OverlayRoute", confirmed.Steps);
            throw;
        }
        finally
        {
            if (ended is { Cancelled: true })
            {
                StopReport.Tell(Host, ended);
            }
        }
    }

    /// <summary>Writes what went wrong in each route table as an error of that table.</summary>
    private protected void WriteFailures(RouteExecution execution)
    {
        foreach (var report in execution.Reports)
        {
            if (report.Error is { } failure)
            {
                WriteFailure(failure, report.Step.RouteTableId);
            }
        }
    }

    private bool IsConfirmed(RoutePlan plan, RouteStep step)
    {
        switch (step.Action)
        {
            case RouteStepAction.Refuse:
                return true;
            case RouteStepAction.None:
                WriteVerbose($"{plan.Destination} in {step.Display} points to {plan.Target} already.");
                return !IsWhatIf;
            default:
                return ShouldProcess($"{plan.Destination} in {step.Display}", Describe(plan, step));
        }
    }

    private static string Describe(RoutePlan plan, RouteStep step) => step.Action switch
    {
        RouteStepAction.Create => $"Create route to {plan.Target}",
        RouteStepAction.Replace => $"Replace route to {NameOf(step)} by route to {plan.Target}",
        _ => $"Delete route to {NameOf(step)}",
    };

    private static string NameOf(RouteStep step) => step.PreviousRoute switch
    {
        { InstanceId: { } instance, NetworkInterfaceId: { } eni } => $"{instance} ({eni})",
        { NetworkInterfaceId: { } eni } => eni,
        _ => step.Previous is { Id.Length: > 0 } hop ? hop.Id : "a target that no longer exists",
    };
}
