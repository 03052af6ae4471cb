using System.Management.Automation;
using OverlayIp.Engine.Reach.TransitRoutes;

namespace OverlayIp.Commands;

/// <summary>Deletes the static routes by which transit gateways lead an overlay address to its VPC.</summary>
/// <remarks>
/// <para>Deletes the static route from the route tables that are named, or from all that lead to the VPC's attachment, and reads them back. Propagated
/// routes are left alone.</para>
/// <para>Each route is confirmed, because senders behind the transit gateway lose the address. A runbook gives -Confirm:$false.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeTransitGatewayRouteTables and ec2:SearchTransitGatewayRoutes on "*", for a VPC also
/// ec2:DescribeTransitGatewayAttachments, and ec2:DeleteTransitGatewayRoute on the transit gateway route tables.</para></notes>
/// <example>
/// <para>Wherever it leads to the VPC</para>
/// <code>Remove-OverlayTransitRoute 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8 -Confirm:$false</code>
/// <para>Only static routes to this VPC's attachments are deleted, without a question.</para>
/// </example>
/// <example>
/// <para>What was found, and put back later</para>
/// <code>$removed = Get-OverlayTransitRoute 10.2.0.1 | Remove-OverlayTransitRoute -PassThru -Confirm:$false
/// $removed | New-OverlayTransitRoute</code>
/// <para>-PassThru emits each deleted route, so that the next line can create it again in the same table to the same attachment.</para>
/// </example>
/// <seealso cref="GetOverlayTransitRouteCommand"/>
/// <seealso cref="NewOverlayTransitRouteCommand"/>
/// <seealso topic="about_OverlayIp_Reach"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGatewayRoute.html">DeleteTransitGatewayRoute</seealso>
[Cmdlet(VerbsCommon.Remove, "OverlayTransitRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OverlayTransitRoute))]
public sealed class RemoveOverlayTransitRouteCommand : TransitRouteCmdlet
{
    /// <summary>Emits each deleted route, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task<TransitRoutePlan> PlanAsync(TransitRoutePlanner planner, TransitRouteRequest request, CancellationToken cancellationToken) =>
        planner.PlanRemoveAsync(request, cancellationToken);

    private protected override void Write(TransitRouteReport report)
    {
        if (PassThru && report.Step.Previous is { } removed)
        {
            WriteObject(removed);
        }
    }
}
