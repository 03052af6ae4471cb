using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach;

namespace OverlayIp.Commands;

/// <summary>Walks from a source to an overlay address and back, hop by hop, and says where it stops and why.</summary>
/// <remarks>
/// <para>The source is a subnet, or a CIDR block: of the VPC itself, of another VPC, or of a site behind a VPN or Direct Connect. Without a source, it is
/// every subnet of the VPC that has the address.</para>
/// <para>The walk reads what AWS's routers would read: the route table of the subnet and its longest prefix; past a transit gateway the attachment, the
/// route table associated with it, the route there, and the route tables of the subnets by which the packets enter the VPC, in every zone; then the
/// network interface, its instance and its source/destination check; and the way of the answers back to the source.</para>
/// <para>An address that cannot be reached is no error: the path says so (Reaches), with the reason and a command that mends it. Security groups, network
/// ACLs and operating systems are no part of the path.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables, ec2:DescribeSubnets, ec2:DescribeNetworkInterfaces and ec2:DescribeInstances on "*"; past a transit gateway also
/// ec2:DescribeTransitGatewayAttachments, ec2:DescribeTransitGatewayVpcAttachments, ec2:DescribeTransitGatewayRouteTables and
/// ec2:SearchTransitGatewayRoutes; for routes to prefix lists ec2:GetManagedPrefixListEntries.</para></notes>
/// <example>
/// <para>Does every subnet of the VPC reach the address?</para>
/// <code>Get-OverlayPath 10.2.0.1</code>
/// <para>One path for each block of the VPC, with the route tables of all its subnets.</para>
/// </example>
/// <example>
/// <para>From a site behind the transit gateway's VPN</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Get-OverlayPath -FromCidr 172.16.0.0/12</code>
/// <para>The path names the transit gateway route table that lacks the static route, if that is what is missing, and the command that adds it.</para>
/// </example>
/// <example>
/// <para>Every hop as a table</para>
/// <code>(Get-OverlayPath 10.2.0.1 -FromSubnet subnet-0c33c33ffc64a0432).Hops</code>
/// <para>What decides, by which route, and where it sends the packets.</para>
/// </example>
/// <example>
/// <para>Add the static route if that is what is missing</para>
/// <code>$path = Get-OverlayPath 10.2.0.1 -FromCidr 172.16.0.0/12
/// if ($path.Problem -eq 'TransitRouteMissing') { $path | New-OverlayTransitRoute }</code>
/// <para>The path knows the transit gateway's route table and the attachment.</para>
/// </example>
/// <seealso cref="GetOverlayRouteCommand"/>
/// <seealso topic="about_OverlayIp_Reach"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html">How transit gateways work</seealso>
[Cmdlet(VerbsCommon.Get, "OverlayPath")]
[OutputType(typeof(OverlayPath))]
public sealed class GetOverlayPathCommand : ConnectedCmdlet
{
    private readonly Dictionary<ConnectionSettings, PathWalker> _walkers = [];
    private readonly HashSet<(ConnectionSettings, string, string, string?)> _walked = [];

    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id to reach. The blocks of a prefix list are walked
    /// one by one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The subnets that the packets come from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SubnetId")]
    [ResourceId(Ec2ResourceId.Subnet)]
    [ArgumentCompleter(typeof(SubnetIdCompleter))]
    public string[]? FromSubnet { get; set; }

    /// <summary>The addresses or blocks that the packets come from, inside or outside AWS.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cidr]
    public CidrBlock[]? FromCidr { get; set; }

    /// <summary>The VPC that has the address.</summary>
    /// <value>the VPC whose route tables send it to an instance or network interface</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(DestinationCidr?.ToString() ?? item, Walk);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("no path was walked");

    private void Walk()
    {
        var destination = DestinationCidr ?? throw new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument,
            "It was not said which address shall be reached.")
        { RecommendedAction = "Give -DestinationCidr, or pipe in routes or objects that have that property." };
        var settings = Settings();
        var vpcId = Vpc();
        foreach (var block in Run(settings, (connection, _, token) => Walker(settings, connection).ExpandAsync(destination, token)))
        {
            foreach (var source in SourcesOf(settings, block, vpcId))
            {
                // The routes of one destination, piped in table by table, all have the same paths.
                if (_walked.Add((settings, block.ToString(), source.ToString(), vpcId)))
                {
                    ForItem(source.ToString(), () => Walk(settings, block, source, vpcId));
                }
            }
        }
    }

    private void Walk(ConnectionSettings settings, CidrBlock destination, PathSource source, string? vpcId)
    {
        var request = new PathRequest { Destination = destination, From = source, VpcId = vpcId };
        WriteObject(Run(settings, (connection, observer, token) => Walker(settings, connection).WalkAsync(request, observer, token)));
    }

    private IReadOnlyList<PathSource> SourcesOf(ConnectionSettings settings, CidrBlock destination, string? vpcId)
    {
        List<PathSource> given = [.. (FromSubnet ?? []).Select(PathSource.Subnet), .. (FromCidr ?? []).Select(PathSource.Block)];
        return given.Count > 0
            ? given
            : Run(settings, (connection, _, token) => Walker(settings, connection).OwnSourcesAsync(destination, vpcId, token));
    }

    // An object of a subnet tells the subnet's VPC, which need not be the one that has the address.
    private string? Vpc() => IsTyped(nameof(VpcId)) || FromSubnet is null || IsTyped(nameof(FromSubnet)) ? NullIfEmpty(VpcId) : null;

    private PathWalker Walker(ConnectionSettings settings, Ec2Connection connection)
    {
        lock (_walkers)
        {
            return _walkers.TryGetValue(settings, out var walker) ? walker : _walkers[settings] = new PathWalker(connection);
        }
    }
}
