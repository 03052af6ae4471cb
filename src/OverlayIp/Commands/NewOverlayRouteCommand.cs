using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Creates the route of an overlay address in one, several or all route tables of a VPC.</summary>
/// <remarks>
/// <para>Checks first, changes afterwards: the destination must lie outside every block of the VPC, the target must be running and
/// lie in the VPC of the route tables. Then the routes are created in all tables at once (action CreateRoute) and read
/// back until they show the target.</para>
/// <para>A table that has the route to this target already is left as it is and its route is emitted. One whose route points
/// elsewhere is an error (RouteAlreadyExists), unless -Force replaces it.</para>
/// <para>The route alone brings no packet: the target's source/destination check must be off (Disable-SourceDestCheck), and its
/// operating system must have the address (Add-OverlayAddress).</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables, ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:CreateRoute (with -Force
/// also ec2:ReplaceRoute) on the route tables.</para></notes>
/// <example>
/// <para>An address in all route tables of a VPC</para>
/// <code>New-OverlayRoute 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8 -InstanceId i-0a11a11dcb42a8210</code>
/// <para>Every subnet of the VPC then reaches 10.2.0.1 at the instance. The routes are emitted as they were read back.</para>
/// </example>
/// <example>
/// <para>Some route tables, a network interface as target</para>
/// <code>New-OverlayRoute -DestinationCidr 10.2.0.1/32 -RouteTableId rtb-0aaaaaaaaaaaaaaa1, rtb-0aaaaaaaaaaaaaaa2 -NetworkInterfaceId eni-0bbbbbbbbbbbbbbb1</code>
/// <para>An instance with several network interfaces can only be a target by the interface that is meant.</para>
/// </example>
/// <example>
/// <para>From a CSV file with the columns DestinationCidr, RouteTableId and InstanceId</para>
/// <code>Import-Csv ./routes.csv | New-OverlayRoute -WhatIf</code>
/// <para>Shows what would be created for each row, and changes nothing.</para>
/// </example>
/// <seealso cref="SwitchOverlayRouteCommand"/>
/// <seealso cref="DisableSourceDestCheckCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html">CreateRoute</seealso>
[Cmdlet(VerbsCommon.New, "OverlayRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayRoute))]
public sealed class NewOverlayRouteCommand : RouteChangingCmdlet
{
    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id that the route is for. Host bits
    /// are cleared, as EC2 does.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The route tables to create the route in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>The VPC: without -RouteTableId, the route is created in all its route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The instance that the route shall point to. It must have one network interface.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Instance)]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The network interface that the route shall point to. When the pipeline brings an instance and a network interface, the
    /// interface counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.NetworkInterface)]
    [ArgumentCompleter(typeof(NetworkInterfaceIdCompleter))]
    public string? NetworkInterfaceId { get; set; }

    /// <summary>Replaces a route that exists already, and accepts a target that is not running.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(DestinationCidr?.ToString() ?? item, Create);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("nothing was created");

    private void Create()
    {
        var destination = DestinationCidr ?? throw new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument,
            "It was not said which address the route is for.")
        { RecommendedAction = "Give -DestinationCidr, or pipe in objects that have that property." };
        TellHostBits(destination);
        var request = new CreateRoutePlanRequest
        {
            Destination = destination,
            Scope = new RouteScope { RouteTableIds = RouteTableId ?? [], VpcId = NullIfEmpty(VpcId) },
            Target = RouteTargetParameters.Choose(
                InstanceId, IsTyped(nameof(InstanceId)), NetworkInterfaceId, IsTyped(nameof(NetworkInterfaceId))),
            Force = Force,
        };
        var settings = Settings();
        var plan = Run(settings, (connection, _, token) => new RoutePlanner(connection).PlanCreateAsync(request, token));
        var execution = Execute(settings, plan, rollback: false);
        foreach (var report in execution.Reports)
        {
            if (report is { Error: null, Route: { } route })
            {
                WriteObject(route);
            }
        }

        WriteFailures(execution);
    }
}
