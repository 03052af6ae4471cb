using System.Management.Automation;
using System.Net.Sockets;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.AddressSpace;

namespace OverlayIp.Commands;

/// <summary>Finds free addresses for overlay routes: outside every VPC, peer, route and prefix list that can be seen.</summary>
/// <remarks>
/// <para>An overlay address must collide with no block of its VPC. To be reached from elsewhere, it must collide with nothing there either. This cmdlet
/// looks at the blocks of all VPCs of the Region, of peered VPCs (of other accounts and Regions too), at the destinations of all VPC route tables, the
/// entries of prefix lists, the routes of the transit gateways that the VPC is attached to, and at reserved ranges. Default routes collide with
/// nothing.</para>
/// <para>It looks in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918) and 100.64.0.0/10 (RFC 6598), in this order: a Network Load Balancer takes
/// IP targets of these. For IPv6 it looks in the unique local addresses. It emits the first that are free, without those that end in .0 or .255. The
/// same question in the same network has the same answer: what was found is not reserved for anybody.</para>
/// <para>When nothing is free it is an error (NoFreeAddress). -IncludeExcluded says what is in the way.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeVpcs, ec2:DescribeVpcPeeringConnections, ec2:DescribeRouteTables, ec2:DescribeManagedPrefixLists,
/// ec2:GetManagedPrefixListEntries and ec2:DescribeTransitGatewayVpcAttachments on "*"; with a transit gateway also
/// ec2:DescribeTransitGatewayRouteTables and ec2:SearchTransitGatewayRoutes.</para></notes>
/// <example>
/// <para>A free address, and its routes at once</para>
/// <code>Find-OverlayAddress -VpcId vpc-0e1f2a3b4c5d6e7f8 | New-OverlayRoute -InstanceId i-0a11a11dcb42a8210</code>
/// <para>The candidate brings the destination and the VPC; the route is created in all its route tables.</para>
/// </example>
/// <example>
/// <para>Three addresses of a range of your own</para>
/// <code>Find-OverlayAddress -VpcId vpc-0e1f2a3b4c5d6e7f8 -In 10.2.0.0/16 -Count 3</code>
/// <para>The first three of 10.2.0.0/16 that are free. Fewer come with a warning.</para>
/// </example>
/// <example>
/// <para>Is this address free, and if not, why?</para>
/// <code>Find-OverlayAddress -VpcId vpc-0e1f2a3b4c5d6e7f8 -In 10.2.0.1 -IncludeExcluded</code>
/// <para>Emits the address as free, or each thing that has it, with the reason.</para>
/// </example>
/// <seealso cref="NewOverlayRouteCommand"/>
/// <seealso cref="GetOverlayPathCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Reach"/>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html">VPC CIDR blocks</seealso>
[Cmdlet(VerbsCommon.Find, "OverlayAddress")]
[OutputType(typeof(OverlayAddressCandidate))]
public sealed class FindOverlayAddressCommand : ConnectedCmdlet
{
    /// <summary>The VPC that will have the address.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>How many addresses to find.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Count { get; set; } = 1;

    /// <summary>Only in these blocks. An address is the question whether it is free.</summary>
    /// <value>the private ranges</value>
    [Parameter]
    [Cidr]
    public CidrBlock[]? In { get; set; }

    /// <summary>Finds blocks of this prefix length in place of single addresses.</summary>
    /// <value>32, with -IPv6 128</value>
    [Parameter]
    [ValidateRange(1, 128)]
    public int PrefixLength { get; set; }

    /// <summary>Finds IPv6 addresses, in fd00::/8 unless -In says otherwise.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Emits what is excluded within the ranges as well, with the reasons. These objects have no DestinationCidr, so that no route is made of
    /// them.</summary>
    [Parameter]
    public SwitchParameter IncludeExcluded { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(VpcId ?? item, Find);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("no address was looked for");

    private void Find()
    {
        var search = new AddressSearch
        {
            VpcId = NullIfEmpty(VpcId) ?? throw new OverlayIpException("ScopeMissing", OverlayErrorKind.InvalidArgument,
                "It was not said which VPC the address is for.")
            { RecommendedAction = "Give -VpcId, or pipe in objects that have that property." },
            Count = Count,
            In = In ?? [],
            Family = IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            PrefixLength = PrefixLength > 0 ? PrefixLength : null,
        };
        var (free, excluded) = Run(Settings(), (connection, _, token) => new AddressFinder(connection).FindAsync(search, token));
        foreach (var candidate in IncludeExcluded ? free.Concat(excluded) : free)
        {
            WriteObject(candidate);
        }

        // Asked for the reasons, the reasons are the answer.
        if (free.Count == 0 && !IncludeExcluded)
        {
            throw new OverlayIpException("NoFreeAddress", OverlayErrorKind.NotFound,
                $"Nothing is free in {(search.In.Count == 0 ? "the private ranges" : string.Join(", ", search.In))}{(excluded.Count == 0 ? "" : $": {excluded[0].Block} is excluded ({excluded[0].Reason}){(excluded.Count == 1 ? "" : $", and {excluded.Count - 1} more")}")}.")
            { Subject = search.VpcId, RecommendedAction = "See what is in the way with -IncludeExcluded, or look elsewhere with -In." };
        }

        if (free.Count > 0 && free.Count < Count)
        {
            WriteWarning($"Only {free.Count} of {Count} were found free.");
        }
    }

    // A range of the family says it as well as the switch does.
    private bool IsIPv6 => IPv6 || (In is { Length: > 0 } && Array.TrueForAll(In, b => b.AddressFamily == AddressFamily.InterNetworkV6));
}
