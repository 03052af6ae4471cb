using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Moves an overlay address: points its routes to another instance or network interface, in all route tables at once.</summary>
/// <remarks>
/// <para>The route set is what the pipeline brings, or the destination in the route tables named, or in those of the VPC named, or in those
/// of the target's VPC. It is switched as one, in these steps:</para>
/// <list type="bullet">
/// <item><term>Plan</term><description>one look at the route tables and the target tells what is to be done for each table; -WhatIf prints it.</description></item>
/// <item><term>Guard</term><description>with -From, a table that points elsewhere is refused. A target that is stopped, has its
/// source/destination check enabled or lies in another VPC is refused, unless -Force.</description></item>
/// <item><term>Act</term><description>ReplaceRoute for all tables at once, paced by what EC2's request limits allow.</description></item>
/// <item><term>Verify</term><description>the tables are read back until each shows the target and is active.</description></item>
/// <item><term>Report</term><description>one object for each route table; a table that failed is also an error. -Rollback restores the
/// others in that case.</description></item>
/// </list>
/// <para>Running it again is always safe: a route that points to the target already is left alone (Unchanged). Ctrl+C stops at the next
/// step and says what was and was not done.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables, ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:ReplaceRoute (with -CreateMissing
/// also ec2:CreateRoute, with both and -Rollback ec2:DeleteRoute) on the route tables.</para></notes>
/// <example>
/// <para>Move an address to another node</para>
/// <code>Switch-OverlayRoute 10.2.0.1 -InstanceId i-0b22a22eec53b9321</code>
/// <para>All route tables of the instance's VPC that have a route to 10.2.0.1 are switched.</para>
/// </example>
/// <example>
/// <para>See first what it would do</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Switch-OverlayRoute -InstanceId i-0b22a22eec53b9321 -WhatIf</code>
/// <para>Prints one line for each route table that would be changed. Nothing is changed.</para>
/// </example>
/// <example>
/// <para>Only when it is still where it is expected to be, all tables or none</para>
/// <code>Switch-OverlayRoute 10.2.0.1 -From i-0a11a11dcb42a8210 -InstanceId i-0b22a22eec53b9321 -Rollback -Confirm:$false</code>
/// <para>If another operator has moved one of the routes meanwhile, nothing is tried and the table is named in the error (UnexpectedTarget).</para>
/// </example>
/// <example>
/// <para>Several addresses, each to its own target, from a CSV file</para>
/// <code>Import-Csv ./failover.csv | Switch-OverlayRoute | Export-Csv ./report.csv</code>
/// <para>The columns are DestinationCidr, RouteTableId or VpcId, and InstanceId or NetworkInterfaceId.</para>
/// </example>
/// <seealso cref="GetOverlayRouteCommand"/>
/// <seealso cref="DisableSourceDestCheckCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html">ReplaceRoute</seealso>
[Cmdlet(VerbsCommon.Switch, "OverlayRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayRouteChange))]
public sealed class SwitchOverlayRouteCommand : RouteSetCmdlet
{
    /// <summary>Only in the route tables of this VPC.</summary>
    /// <value>the VPC of the target</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The instance that the routes shall point to. It must have one network interface.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Instance)]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The network interface that the routes shall point to. When the pipeline brings an instance and a network interface, the
    /// interface counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.NetworkInterface)]
    [ArgumentCompleter(typeof(NetworkInterfaceIdCompleter))]
    public string? NetworkInterfaceId { get; set; }

    /// <summary>The instance or network interface that the routes must point to now. A route table that points elsewhere is refused.</summary>
    [Parameter]
    [Target]
    [ArgumentCompleter(typeof(RouteTargetCompleter))]
    public RouteTarget? From { get; set; }

    /// <summary>Creates the route in those of the route tables that lack it.</summary>
    [Parameter]
    public SwitchParameter CreateMissing { get; set; }

    /// <summary>Restores the route tables that were switched when another one fails, and tries nothing when one is refused.</summary>
    [Parameter]
    public SwitchParameter Rollback { get; set; }

    /// <summary>Accepts a target that is not running, has its source/destination check enabled or lies in another VPC, and replaces a
    /// route to a gateway.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? Vpc => VpcId;

    private protected override RouteTarget? TargetOf(bool isRoute)
    {
        var (instanceIsTyped, interfaceIsTyped) = (IsTyped(nameof(InstanceId)), IsTyped(nameof(NetworkInterfaceId)));
        if (isRoute && !instanceIsTyped && !interfaceIsTyped)
        {
            // No later route can say it either.
            ThrowFailure(RouteTargetParameters.Missing());
        }

        return RouteTargetParameters.Choose(InstanceId, instanceIsTyped, NetworkInterfaceId, interfaceIsTyped);
    }

    private protected override void Change(ConnectionSettings settings, RouteDestination destination, RouteTarget? target, RouteScope scope)
    {
        var request = new SwitchRoutePlanRequest
        {
            Destination = destination,
            Scope = scope,
            Target = target!,
            From = From,
            Force = Force,
            CreateMissing = CreateMissing,
        };
        var plan = Run(settings, (connection, _, token) => new RoutePlanner(connection).PlanSwitchAsync(request, token));
        var execution = Execute(settings, plan, Rollback);
        foreach (var report in execution.Reports)
        {
            WriteObject(report.ToChange(plan));
        }

        WriteFailures(execution);
    }
}
