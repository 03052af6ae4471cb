using System.Management.Automation;
using OverlayIp.Engine.Reach.TransitRoutes;

namespace OverlayIp.Commands;

/// <summary>Creates the static route by which a transit gateway leads an overlay address to its VPC.</summary>
/// <remarks>
/// <para>A transit gateway learns the blocks of an attached VPC by propagation, an overlay address never: it needs a static route to the VPC's
/// attachment in every route table that decides for senders. Switching the address later changes only the VPC's own tables; the static route stays.</para>
/// <para>Without -TransitGatewayRouteTableId, the route is created in those route tables of the transit gateway that lead to the VPC by its attachment
/// already: who reaches the VPC's own blocks shall reach the address, and nobody else.</para>
/// <para>A table that has the route already is left as it is and its route is emitted. One whose static route leads elsewhere is an error
/// (TransitRouteAlreadyExists), unless -Force replaces it. The tables are read back until they show the route.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeTransitGatewayAttachments, ec2:DescribeTransitGatewayRouteTables, ec2:SearchTransitGatewayRoutes and
/// ec2:DescribeRouteTables on "*", and ec2:CreateTransitGatewayRoute (with -Force also ec2:ReplaceTransitGatewayRoute) on the transit gateway route
/// tables, in the account that owns the transit gateway.</para></notes>
/// <example>
/// <para>For the VPC that has the address</para>
/// <code>New-OverlayTransitRoute 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8</code>
/// <para>Who reaches the VPC through the transit gateway then reaches 10.2.0.1, provided that the VPC's route tables send it to an instance.</para>
/// </example>
/// <example>
/// <para>From the routes of the VPC</para>
/// <code>Get-OverlayRoute 10.2.0.1 | New-OverlayTransitRoute -WhatIf</code>
/// <para>The VPC of the routes is the one to lead to. Shows what would be created in each table, and changes nothing.</para>
/// </example>
/// <example>
/// <para>In one table only</para>
/// <code>New-OverlayTransitRoute 10.2.0.1 -TransitGatewayRouteTableId tgw-rtb-0d11d11aac75b1542 -TransitGatewayAttachmentId tgw-attach-0e22e22bbd86c2653</code>
/// <para>Only the attachments associated with this table reach the address.</para>
/// </example>
/// <seealso cref="GetOverlayTransitRouteCommand"/>
/// <seealso cref="RemoveOverlayTransitRouteCommand"/>
/// <seealso cref="GetOverlayPathCommand"/>
/// <seealso topic="about_OverlayIp_Reach"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRoute.html">CreateTransitGatewayRoute</seealso>
[Cmdlet(VerbsCommon.New, "OverlayTransitRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayTransitRoute))]
public sealed class NewOverlayTransitRouteCommand : TransitRouteCmdlet
{
    /// <summary>Replaces a static route that leads elsewhere, and a blackhole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task<TransitRoutePlan> PlanAsync(TransitRoutePlanner planner, TransitRouteRequest request, CancellationToken cancellationToken) =>
        planner.PlanCreateAsync(request with { Force = Force }, cancellationToken);

    private protected override void Write(TransitRouteReport report)
    {
        if (report.Route is not null)
        {
            WriteObject(report.Route);
        }
    }
}
