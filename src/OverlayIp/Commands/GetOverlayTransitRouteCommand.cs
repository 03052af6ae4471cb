using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Reach.TransitRoutes;

namespace OverlayIp.Commands;

/// <summary>Finds the static routes of transit gateways, such as those that lead an overlay address to its VPC.</summary>
/// <remarks>
/// <para>Reads the transit gateway route tables that can be seen and emits their static routes. Propagated routes are left out: an overlay address has
/// none.</para>
/// <para>A destination that is named and found nowhere is an error (TransitRouteNotFound), so that a script does not take silence for success.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeTransitGatewayRouteTables and ec2:SearchTransitGatewayRoutes on "*". Of a shared transit gateway, only the owner's
/// account sees the route tables.</para></notes>
/// <example>
/// <para>Where does a transit gateway send an address?</para>
/// <code>New-OverlayTransitRoute 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8
/// Get-OverlayTransitRoute 10.2.0.1</code>
/// <para>One line for each route table that has a static route to 10.2.0.1/32.</para>
/// </example>
/// <example>
/// <para>All static routes to a VPC</para>
/// <code>Get-OverlayTransitRoute -VpcId vpc-0e1f2a3b4c5d6e7f8</code>
/// <para>Overlay addresses are among them, and whatever else somebody has routed there by hand.</para>
/// </example>
/// <seealso cref="NewOverlayTransitRouteCommand"/>
/// <seealso cref="RemoveOverlayTransitRouteCommand"/>
/// <seealso topic="about_OverlayIp_Reach"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html">SearchTransitGatewayRoutes</seealso>
[Cmdlet(VerbsCommon.Get, "OverlayTransitRoute")]
[OutputType(typeof(OverlayTransitRoute))]
public sealed class GetOverlayTransitRouteCommand : ConnectedCmdlet
{
    /// <summary>Only routes to this address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>) or CIDR block.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>Only routes that lead to these VPCs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string[]? VpcId { get; set; }

    /// <summary>Only routes of these transit gateway route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.TransitGatewayRouteTable)]
    public string[]? TransitGatewayRouteTableId { get; set; }

    /// <summary>Only routes of these transit gateways.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.TransitGateway)]
    public string[]? TransitGatewayId { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(DestinationCidr?.ToString() ?? item, Find);
        }
    }

    private void Find()
    {
        var query = new TransitRouteQuery
        {
            Destination = DestinationCidr is null ? null : TransitRouteInventory.BlockOf(DestinationCidr),
            VpcIds = VpcId ?? [],
            TableIds = TransitGatewayRouteTableId ?? [],
            GatewayIds = TransitGatewayId ?? [],
        };
        var found = false;
        var inventory = new TransitRouteInventory(Connect(Settings()));
        RunStream(token => inventory.FindAsync(query, token), route =>
        {
            found = true;

            // The routes of a VPC, piped in table by table, all ask for the same.
            if (_found.Add($"{route.Region} {route.TransitGatewayRouteTableId} {route.DestinationCidr}"))
            {
                WriteObject(route);
            }
        });
        if (!found && query.Destination is { } destination)
        {
            throw TransitRouteInventory.NotFound(destination, query.VpcIds is [var only] ? only : null);
        }
    }
}
