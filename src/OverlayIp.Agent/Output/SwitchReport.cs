using System.Globalization;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.Output;

/// <summary>What a switch did, or in a dry run would do.</summary>
internal sealed record SwitchReport
{
    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>The target.</summary>
    public required TargetReport Target { get; init; }

    /// <summary>True when nothing was changed because only the plan was asked for.</summary>
    public required bool DryRun { get; init; }

    /// <summary>True when every route table ended as planned; in a dry run, when no route table is refused.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>True when it was stopped before its end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Seconds that acting and verifying took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>One entry for each route table.</summary>
    public required IReadOnlyList<SwitchTableReport> RouteTables { get; init; }

    /// <summary>The report of a plan.</summary>
    public static SwitchReport Of(RoutePlan plan) => new()
    {
        Destination = plan.Destination.ToString(),
        Target = TargetOf(plan),
        DryRun = true,
        Succeeded = plan.Steps.All(s => s.Action != RouteStepAction.Refuse),
        Interrupted = false,
        ElapsedSeconds = 0,
        RouteTables = [.. plan.Steps.Select(step => Of(step, step.PreviousRoute, step.Refusal))],
    };

    /// <summary>The report of what was carried out.</summary>
    public static SwitchReport Of(RouteExecution execution) => new()
    {
        Destination = execution.Plan.Destination.ToString(),
        Target = TargetOf(execution.Plan),
        DryRun = false,
        Succeeded = execution is { Succeeded: true, Cancelled: false },
        Interrupted = execution.Cancelled,
        ElapsedSeconds = Seconds(execution.Elapsed),
        RouteTables =
        [
            .. execution.Reports.Select(r => Of(r.Step, r.Route, r.Error) with
            {
                Outcome = r.Outcome.ToString(),
                Verified = r.Verified,
                Attempts = r.Attempts,
                ElapsedSeconds = Seconds(r.Elapsed),
            }),
        ],
    };

    /// <summary>Writes it for people.</summary>
    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"{Destination} -> {Target}");
        var table = DryRun ? PlanTable() : OutcomeTable();
        table.WriteTo(writer, "  ");
        writer.WriteLine(Summary());
    }

    private TextTable PlanTable()
    {
        var table = new TextTable("PLAN", "ROUTE TABLE", "NAME", "NOW", "ERROR");
        foreach (var row in RouteTables)
            table.Add(row.Planned, row.RouteTableId, row.RouteTableName ?? "-", row.Previous.ToString(), row.ErrorId ?? "-");

        return table;
    }

    private TextTable OutcomeTable()
    {
        var table = new TextTable("OUTCOME", "ROUTE TABLE", "NAME", "BEFORE", "VERIFIED", "TIME", "ERROR");
        foreach (var row in RouteTables)
        {
            table.Add(
                row.Outcome!,
                row.RouteTableId,
                row.RouteTableName ?? "-",
                row.Previous.ToString(),
                row.Verified ? "yes" : "no",
                row.Attempts == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{row.ElapsedSeconds:0.000}s"),
                row.ErrorId ?? "-");
        }

        return table;
    }

    private static SwitchTableReport Of(RouteStep step, OverlayRoute? current, OverlayIpException? error) => new()
    {
        RouteTableId = step.RouteTableId,
        RouteTableName = step.RouteTableName,
        VpcId = step.VpcId,
        Planned = step.Action.ToString(),
        Outcome = null,
        Previous = TargetOf(step.PreviousRoute),
        Current = TargetOf(current),
        Verified = false,
        Attempts = 0,
        ElapsedSeconds = 0,
        ErrorId = error?.ErrorId,
    };

    private static TargetReport TargetOf(RoutePlan plan) =>
        new(plan.Target?.InstanceId, plan.Target?.InstanceName, plan.Target?.NetworkInterfaceId);

    private static TargetReport TargetOf(OverlayRoute? route) => new(route?.InstanceId, null, route?.NetworkInterfaceId);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private string Summary()
    {
        if (DryRun)
            return "Nothing was changed: this is the plan (--dry-run).";

        var good = RouteTables.Count(t => t.Outcome is nameof(RouteChangeOutcome.Replaced) or nameof(RouteChangeOutcome.Created) or nameof(RouteChangeOutcome.Unchanged));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{good} of {RouteTables.Count} route tables send {Destination} to the target; {ElapsedSeconds:0.000}s{(Interrupted ? "; interrupted" : "")}.");
    }
}
