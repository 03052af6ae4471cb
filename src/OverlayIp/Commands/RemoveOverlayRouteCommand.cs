using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Deletes the routes of an overlay address.</summary>
/// <remarks>
/// <para>Deletes the route in all route tables at once (action DeleteRoute) and reads the tables back. Only routes to instances and network
/// interfaces are deleted; a route of the same destination to a gateway is refused (RouteTargetForeign).</para>
/// <para>Each route is confirmed, because packets to the address are lost from then on. A runbook gives -Confirm:$false.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables on "*" and ec2:DeleteRoute on the route tables.</para></notes>
/// <example>
/// <para>Remove an address from all route tables that have it</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Remove-OverlayRoute -Confirm:$false</code>
/// <para>The routes that were found are deleted without a question.</para>
/// </example>
/// <example>
/// <para>Remove it from a VPC, and keep what it was</para>
/// <code>$removed = Remove-OverlayRoute 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8 -PassThru -Confirm:$false
/// $removed | New-OverlayRoute</code>
/// <para>-PassThru emits each deleted route, so that the next line can put them back.</para>
/// </example>
/// <seealso cref="GetOverlayRouteCommand"/>
/// <seealso cref="NewOverlayRouteCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html">DeleteRoute</seealso>
[Cmdlet(VerbsCommon.Remove, "OverlayRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OverlayRoute))]
public sealed class RemoveOverlayRouteCommand : RouteSetCmdlet
{
    /// <summary>The VPC: without -RouteTableId, the route is deleted from all its route tables that have it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>Emits each deleted route, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string? Vpc => VpcId;

    private protected override RouteTarget? TargetOf(bool isRoute) => null;

    private protected override void Change(ConnectionSettings settings, RouteDestination destination, RouteTarget? target, RouteScope scope)
    {
        var request = new RemoveRoutePlanRequest { Destination = destination, Scope = scope };
        var plan = Run(settings, (connection, _, token) => new RoutePlanner(connection).PlanRemoveAsync(request, token));
        var execution = Execute(settings, plan, rollback: false);
        foreach (var report in execution.Reports)
        {
            if (PassThru && report.Error is null && report.Step.PreviousRoute is { } removed)
            {
                WriteObject(removed);
            }
        }

        WriteFailures(execution);
    }
}
