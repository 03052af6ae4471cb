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
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html">DeleteRoute</seealso>
[Cmdlet(VerbsCommon.Remove, "OverlayRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = RouteSet)]
[OutputType(typeof(OverlayRoute))]
public sealed class RemoveOverlayRouteCommand : RouteChangingCmdlet
{
    private const string DestinationSet = "Destination";
    private const string RouteSet = "Route";

    private readonly List<Item> _items = [];

    private sealed record Item(ConnectionSettings Settings, RouteDestination Destination, string? VpcId, IReadOnlyList<string> RouteTableIds);

    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id whose routes are to be deleted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DestinationSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The routes to delete, as Get-OverlayRoute gives them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RouteSet, ValueFromPipeline = true)]
    [RouteObject]
    public OverlayRoute[]? InputObject { get; set; }

    /// <summary>The route tables to delete the route from.</summary>
    [Parameter(ParameterSetName = DestinationSet, ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>The VPC: without -RouteTableId, the route is deleted from all its route tables that have it.</summary>
    [Parameter(ParameterSetName = DestinationSet, ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>Emits each deleted route, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == RouteSet)
        {
            foreach (var route in InputObject ?? [])
            {
                _items.Add(new Item(Settings(route.Region), RouteDestination.Parse(route.DestinationCidr), null, [route.RouteTableId]));
            }
        }
        else
        {
            TellHostBits(DestinationCidr!);
            _items.Add(new Item(Settings(), DestinationCidr!, NullIfEmpty(VpcId), RouteTableId ?? []));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_items.Count == 0 && MyInvocation.ExpectingInput)
        {
            WriteFailure(new OverlayIpException("EmptyPipeline", OverlayErrorKind.InvalidArgument,
                "No route came from the pipeline, so nothing was deleted.")
            { RecommendedAction = "See what there is with Get-OverlayRoute." });
        }

        foreach (var set in _items.GroupBy(i => (i.Settings, i.Destination, i.VpcId, IsWholeVpc: i.RouteTableIds.Count == 0)))
        {
            ForItem(set.Key.Destination.ToString(), () => Remove(
                set.Key.Settings,
                new RemoveRoutePlanRequest
                {
                    Destination = set.Key.Destination,
                    Scope = new RouteScope { VpcId = set.Key.VpcId, RouteTableIds = [.. set.SelectMany(i => i.RouteTableIds).Distinct()] },
                }));
        }
    }

    private void Remove(ConnectionSettings settings, RemoveRoutePlanRequest request)
    {
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
