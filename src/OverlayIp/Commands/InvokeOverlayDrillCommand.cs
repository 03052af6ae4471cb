using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Drills;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Proves a failover while it is quiet: switches an overlay address to each candidate in turn, verifies and measures, and restores the original targets.</summary>
/// <remarks>
/// <para>The route set is what the pipeline brings, or the destination in the route tables named, or in those of the VPC named, or in those of the first
/// candidate's VPC. The address really moves: clients reach each candidate for a moment. These are the steps:</para>
/// <list type="bullet">
/// <item><term>Plan</term><description>all route tables and candidates are looked at. When a candidate is stopped, has its source/destination check enabled
/// or lies in another VPC, or when an original target could not be restored, the drill is refused before anything has changed.</description></item>
/// <item><term>Confirm</term><description>asks once for the whole drill; -WhatIf lists its steps.</description></item>
/// <item><term>Switch</term><description>to each candidate in the order given: all route tables at once, read back until they show it. With -ProbePort the address is
/// asked all the while, and the step passes when it has answered again. The first candidate that fails ends the drill.</description></item>
/// <item><term>Restore</term><description>every route table gets the target that it had before, also when a step has failed or the command is stopped. What somebody
/// else has moved in the meantime is left to them.</description></item>
/// </list>
/// <para>Ctrl+C ends the drill and restores before the command ends, which is told on the screen. Killing the process leaves the address where it is; -Verbose
/// shows at the beginning which commands restore it by hand. An error named DrillNotRestored says the same, and ends the command.</para>
/// </remarks>
/// <notes><para>Needs what a Failover policy allows: ec2:DescribeRouteTables, ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:ReplaceRoute
/// on the route tables.</para></notes>
/// <example>
/// <para>What would it do?</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Invoke-OverlayDrill -Candidate i-0b22a22eec53b9321, i-0a11a11dcb42a8210 -WhatIf</code>
/// <para>One line for each step. Candidates are checked all the same: one that is unfit is an error here, too.</para>
/// </example>
/// <example>
/// <para>A drill with a report to keep</para>
/// <code>$report = Invoke-OverlayDrill 10.2.0.1 -Candidate i-0b22a22eec53b9321 -Confirm:$false
/// $report | ConvertTo-Json -Depth 4 | Set-Content drill.json
/// $report.Tables | Format-Table RouteTableId, InstanceId, Outcome, Attempts, Elapsed</code>
/// <para>One result for each candidate and one for the restoring, each with the times of all route tables.</para>
/// </example>
/// <example>
/// <para>In a runbook, only when everything is sound</para>
/// <code>$results = Invoke-OverlayDrill 10.2.0.1 -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -Confirm:$false
/// if ($results.Outcome -ne 'Passed') { throw 'The failover would not have worked.' }</code>
/// <para>The candidate that is the target already is visited as well: nothing is to be changed for it.</para>
/// </example>
/// <seealso cref="SwitchOverlayRouteCommand"/>
/// <seealso cref="NewOverlayPolicyCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
[Cmdlet(VerbsLifecycle.Invoke, "OverlayDrill", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OverlayDrillResult))]
public sealed class InvokeOverlayDrillCommand : RouteSetCmdlet
{
    private static readonly TimeSpan LeastRestoreTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(5);

    private DrillPlan? _running;
    private DrillOptions _options = new();

    /// <summary>The instances and network interfaces to switch to, in this order.</summary>
    [Parameter]
    [Targets]
    [ArgumentCompleter(typeof(RouteTargetCompleter))]
    public RouteTarget[]? Candidate { get; set; }

    /// <summary>Only in the route tables of this VPC.</summary>
    /// <value>the VPC of the first candidate</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>A TCP port of the overlay address to connect to, every 25 milliseconds. A step passes only when it has answered; the longest time without an
    /// answer is measured. The address must be reached from this machine.</summary>
    /// <value>none: only route tables are looked at</value>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ProbePort { get; set; }

    private protected override string? Vpc => VpcId;

    // Restoring is what must not be cut short.
    private protected override TimeSpan StopGrace => _running is null ? base.StopGrace : _options.RestoreTimeout + _options.AnswerTimeout + ReportTime;

    private protected override RouteTarget? TargetOf(bool isRoute) => null;

    private protected override void Change(ConnectionSettings settings, RouteDestination destination, RouteTarget? target, RouteScope scope)
    {
        var request = new DrillRequest { Destination = destination, Scope = scope, Candidates = Candidate ?? [] };
        RequireAddress(destination);
        var plan = Run(settings, (connection, _, token) => new RouteDrill(connection).PlanAsync(request, token));
        if (!IsConfirmed(plan))
        {
            return;
        }

        foreach (var command in plan.RestoringCommands)
        {
            WriteVerbose($"To restore it by hand: {command}");
        }

        _options = new DrillOptions { Timeout = Timeout, RestoreTimeout = Timeout is { } given && given > LeastRestoreTime ? given : LeastRestoreTime };
        Report(Execute(settings, plan));
    }

    /// <inheritdoc/>
    private protected override void OnStopping()
    {
        if (_running is not null)
        {
            Host.UI.WriteWarningLine($"Stopped. {_running.Destination}: restoring the original targets, for up to {_options.RestoreTimeout.TotalSeconds:0} seconds.");
        }
    }

    private void RequireAddress(RouteDestination destination)
    {
        if (ProbePort > 0 && destination.Cidr is not { IsSingleAddress: true })
        {
            throw new OverlayIpException("DrillProbeImpossible", OverlayErrorKind.InvalidArgument,
                $"-ProbePort needs an address to connect to, and {destination} is none.")
            { Subject = destination.ToString(), RecommendedAction = "Leave -ProbePort out." };
        }
    }

    private bool IsConfirmed(DrillPlan plan)
    {
        var tables = string.Join(", ", plan.Originals.Select(o => o.Display));
        var steps = plan.Candidates.Select(c => $"Switch to {c}").Append($"Restore {string.Join(", ", plan.OriginalTargets)}").ToList();
        if (!IsWhatIf)
        {
            return ShouldProcess($"{plan.Destination} in {tables}", string.Join(", then ", steps));
        }

        foreach (var step in steps)
        {
            ShouldProcess($"{plan.Destination} in {tables}", step);
        }

        return false;
    }

    private DrillReport Execute(ConnectionSettings settings, DrillPlan plan)
    {
        DrillReport? ended = null;
        _running = plan;
        try
        {
            var report = Run(settings, async (connection, observer, cancellationToken) =>
            {
                await using var watch = ProbePort > 0 ? new TcpAnswerWatch(plan.Destination.Cidr!.Address, ProbePort, connection.Time) : null;
                return ended = await new RouteDrill(connection).RunAsync(plan, _options, watch, observer, cancellationToken);
            });
            return report.Cancelled ? throw new PipelineStoppedException() : report;
        }
        catch (PipelineStoppedException) when (ended is null)
        {
            Tell($"may not point to its original targets. Look with Get-OverlayRoute, and restore with: {string.Join("; ", plan.RestoringCommands)}");
            throw;
        }
        finally
        {
            if (ended is { Cancelled: true })
            {
                TellWhatWasRestored(ended);
            }

            _running = null;
        }

        void Tell(string fate) => Host.UI.WriteWarningLine($"Stopped. {plan.Destination} {fate}");

        void TellWhatWasRestored(DrillReport report) => Tell(report.NotRestored.ToList() is { Count: > 0 } lost
            ? $"is NOT restored in {string.Join(", ", lost.Select(o => o.Display))}. Look with Get-OverlayRoute, and restore with: {string.Join("; ", plan.CommandsFor(lost))}"
            : $"points to its original targets in {string.Join(", ", plan.Originals.Select(o => o.Display))}.");
    }

    private void Report(DrillReport report)
    {
        WriteObject(report.ToResults(), enumerateCollection: true);
        foreach (var step in report.Steps)
        {
            foreach (var failure in step.Reports.Select(r => r.Error).OfType<OverlayIpException>())
            {
                WriteFailure(failure);
            }

            if (step.Error is { } error && !step.Reports.Any(r => ReferenceEquals(r.Error, error)))
            {
                WriteFailure(error);
            }
        }

        if (report.Restore.Error is { } lost)
        {
            WriteFailure(lost);
        }
    }
}
