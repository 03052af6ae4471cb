using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>Finds the routes that send a destination to an EC2 instance or network interface.</summary>
/// <remarks>
/// <para>Reads the VPC route tables of the Region (action DescribeRouteTables) page by page and emits each route to an instance or a
/// network interface as soon as its page has come. Routes to gateways and the local routes of the VPC are no overlay routes and are left out.</para>
/// <para>Without parameters it lists every such route. A destination that is named without wildcards and found nowhere is an
/// error (RouteNotFound), so that a script does not take silence for success.</para>
/// </remarks>
/// <notes><para>Needs the permission ec2:DescribeRouteTables on "*": it has no resource-level permissions.</para></notes>
/// <example>
/// <para>List all overlay routes</para>
/// <code>Get-OverlayRoute</code>
/// <para>One line for each route table and destination, with the target and whether the route is active or a blackhole.</para>
/// </example>
/// <example>
/// <para>Where does an address point to?</para>
/// <code>Get-OverlayRoute 10.2.0.1</code>
/// <para>The address means 10.2.0.1/32. All route tables of the Region are looked at.</para>
/// </example>
/// <example>
/// <para>Move an address</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Switch-OverlayRoute -InstanceId i-0b22a22eec53b9321</code>
/// <para>The routes that were found are the route set that is switched.</para>
/// </example>
/// <example>
/// <para>Find the routes that drop their packets</para>
/// <code>Get-OverlayRoute -State Blackhole -Region eu-central-1</code>
/// <para>A route is a blackhole when its target is stopped, terminated or detached.</para>
/// </example>
/// <seealso cref="SwitchOverlayRouteCommand"/>
/// <seealso cref="NewOverlayRouteCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html">DescribeRouteTables</seealso>
[Cmdlet(VerbsCommon.Get, "OverlayRoute")]
[OutputType(typeof(OverlayRoute))]
public sealed class GetOverlayRouteCommand : ConnectedCmdlet
{
    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id that the route is for. With
    /// wildcards, such as <c>10.2.*</c>, it is matched against the canonical form.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    [SupportsWildcards]
    public string[]? DestinationCidr { get; set; }

    /// <summary>Only routes of these route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>Only routes of route tables of these VPCs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string[]? VpcId { get; set; }

    /// <summary>Only routes that point to these instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Instance)]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>Only routes that point to these network interfaces.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.NetworkInterface)]
    [ArgumentCompleter(typeof(NetworkInterfaceIdCompleter))]
    public string[]? NetworkInterfaceId { get; set; }

    /// <summary>Only active routes, or only blackholes.</summary>
    [Parameter]
    public RouteState? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var literals = new List<RouteDestination>();
        var patterns = new List<WildcardPattern>();
        ForItem(DestinationCidr, () =>
        {
            ReadDestinations(literals, patterns);
            Find(literals, patterns);
        });
    }

    private void ReadDestinations(List<RouteDestination> literals, List<WildcardPattern> patterns)
    {
        foreach (var text in DestinationCidr ?? [])
        {
            if (WildcardPattern.ContainsWildcardCharacters(text))
            {
                patterns.Add(WildcardPattern.Get(text, WildcardOptions.IgnoreCase));
                continue;
            }

            try
            {
                var destination = RouteDestination.Parse(text);
                literals.Add(destination);
                if (destination.HostBitsCleared)
                {
                    WriteVerbose($"{text} has host bits set; the route is {destination}.");
                }
            }
            catch (FormatException e)
            {
                throw new OverlayIpException("DestinationMalformed", OverlayErrorKind.InvalidArgument, e.Message, e) { Subject = text };
            }
        }
    }

    private void Find(List<RouteDestination> literals, List<WildcardPattern> patterns)
    {
        var query = new RouteQuery
        {
            // With a pattern among them the server cannot narrow the destinations down.
            Destinations = patterns.Count == 0 ? literals : [],
            RouteTableIds = RouteTableId ?? [],
            VpcIds = VpcId ?? [],
            InstanceIds = InstanceId ?? [],
            NetworkInterfaceIds = NetworkInterfaceId ?? [],
            State = State,
        };
        var missing = literals.ToDictionary(d => d.ToString());
        var inventory = new RouteInventory(Connect(Settings()));
        RunStream(token => inventory.FindAsync(query, token), route =>
        {
            var isLiteral = missing.Remove(route.DestinationCidr) || literals.Exists(d => d.ToString() == route.DestinationCidr);
            if (isLiteral || (literals.Count == 0 && patterns.Count == 0) || patterns.Exists(p => p.IsMatch(route.DestinationCidr)))
            {
                WriteObject(route);
            }
        });
        foreach (var destination in missing.Keys)
        {
            WriteFailure(new OverlayIpException("RouteNotFound", OverlayErrorKind.NotFound,
                $"No route to {destination} was found{(State is { } state ? $" in the state {state}" : "")}.")
            {
                Subject = destination,
                RecommendedAction = "See what there is with Get-OverlayRoute; check the Region.",
            });
        }
    }
}
