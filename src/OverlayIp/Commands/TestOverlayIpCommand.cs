using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Packets;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>Tests every condition that must hold for an overlay address to work, now and after the next switch, and says what mends what does not.</summary>
/// <remarks>
/// <para>Reads the VPC (route tables, subnets, nodes, network interfaces, security groups, network ACLs, peerings, transit gateways) with
/// about ten calls, and emits one check for each condition: Id, Subject, Status (Pass, Warn, Fail, Skipped), Evidence and Remedy, a command to
/// paste. A condition that holds everywhere is one check; what it does not hold for (a route table, a node) is a check each. It never changes anything:
/// whether the identity may switch, EC2 tells in a dry run of the real calls.</para>
/// <para>Failed checks are data and no errors. For scripts there are two other forms:</para>
/// <list type="bullet">
/// <item><term>-Quiet</term><description>emits $true when nothing failed, else $false.</description></item>
/// <item><term>-PassThru</term><description>emits the routes of the destinations for which nothing failed, so that a pipeline can go on with them, and
/// writes each failed check as an error (CheckFailed): with $ErrorActionPreference = 'Stop' a runbook ends there.</description></item>
/// </list>
/// <para>In both, a check that could not be made for want of a permission has not passed (CheckNotTested). Warnings have.</para>
/// <para>Which checks there are, and what each looks at, is in about_OverlayIp_Validation.</para>
/// </remarks>
/// <notes>
/// <para>Needs ec2:DescribeRouteTables, ec2:DescribeSubnets, ec2:DescribeInstances, ec2:DescribeInstanceStatus, ec2:DescribeNetworkInterfaces,
/// ec2:DescribeSecurityGroups, ec2:DescribeNetworkAcls, ec2:DescribeVpcs, ec2:DescribeVpcPeeringConnections,
/// ec2:DescribeTransitGatewayVpcAttachments and, where routes or security groups name prefix lists, ec2:DescribeManagedPrefixLists and
/// ec2:GetManagedPrefixListEntries, all on "*". What is not allowed skips the checks that need it.</para>
/// <para>-RoleArn names the role whose right to switch is tested as well (RoleMaySwitch). Everything is read with the present identity; to read
/// as a role, give a profile that assumes it.</para>
/// </notes>
/// <example>
/// <para>Will the address work, and would it after a switch to either node?</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -Port 443</code>
/// <para>A table of all checks. The candidates' source/destination checks, security groups and network ACLs are looked at as well as the present target's.</para>
/// </example>
/// <example>
/// <para>What is wrong, and what mends it?</para>
/// <code>Test-OverlayIp 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8 -Port 443, 8000-8100 | Where-Object Status -eq Fail | Format-List</code>
/// <para>The list shows the remedies: commands that can be pasted into the same session.</para>
/// </example>
/// <example>
/// <para>A runbook that switches only what is sound</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate i-0b22a22eec53b9321 -Port 443 -PassThru -ErrorAction Stop | Switch-OverlayRoute -InstanceId i-0b22a22eec53b9321</code>
/// <para>The first failed check ends it with the error CheckFailed, which names the condition and its remedy.</para>
/// </example>
/// <example>
/// <para>A quick look with two API calls, for a health probe</para>
/// <code>if (-not (Test-OverlayIp 10.2.0.1 -VpcId vpc-0e1f2a3b4c5d6e7f8 -Quick -Quiet)) { Write-Warning 'The overlay address needs attention.' }</code>
/// <para>Route tables and nodes only; no security groups, network ACLs, quotas or permissions.</para>
/// </example>
/// <example>
/// <para>Does it work from on premises as well?</para>
/// <code>Test-OverlayIp 10.2.0.1 -From 172.16.0.0/12 -Port 443</code>
/// <para>Walks from the transit gateway to the target and back, and says at which route table it stops.</para>
/// </example>
/// <example>
/// <para>May the failover role switch?</para>
/// <code>Test-OverlayIp 10.2.0.1 -Check *MaySwitch -RoleArn arn:aws:iam::123456789012:role/overlay-failover</code>
/// <para>A dry run in each route table with the present identity, and one as the role.</para>
/// </example>
/// <seealso cref="GetOverlayRouteCommand"/>
/// <seealso cref="SwitchOverlayRouteCommand"/>
/// <seealso cref="GetOverlayPathCommand"/>
/// <seealso topic="about_OverlayIp_Validation"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
[Cmdlet(VerbsDiagnostic.Test, "OverlayIp")]
[OutputType(typeof(OverlayCheck))]
[OutputType(typeof(bool))]
[OutputType(typeof(OverlayRoute))]
public sealed class TestOverlayIpCommand : ConnectedCmdlet
{
    private readonly List<Item> _items = [];
    private OverlayTraffic? _traffic;
    private CheckSelection _selection = null!;

    private sealed record Item(ConnectionSettings Settings, IReadOnlyList<RouteDestination> Destinations, string? VpcId, IReadOnlyList<RouteTarget> Candidates);

    /// <summary>The addresses (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR blocks or prefix list ids. Without them, every overlay destination
    /// of the VPC is tested: what its route tables send to instances and network interfaces, except default routes.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destinations]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination[]? DestinationCidr { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The VPC.</summary>
    /// <value>the one whose route tables have the destination, else that of the candidates</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The route tables that must have the route.</summary>
    /// <value>all that the clients' subnets use</value>
    [Parameter]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>The subnets that the clients are in. What does not come through from one of them fails; where they are not named, a security group that
    /// lets in some of the VPC's instances and not others is a warning.</summary>
    /// <value>all subnets of the VPC</value>
    [Parameter]
    [ResourceId(Ec2ResourceId.Subnet)]
    public string[]? ClientSubnetId { get; set; }

    /// <summary>Blocks outside the VPC that clients are in, such as <c>172.16.0.0/12</c> on premises: the way from there to the address and back is walked hop
    /// by hop (ReachableFrom, see Get-OverlayPath), and security groups and network ACLs of the nodes must let them in. The walk takes calls of its own.</summary>
    [Parameter]
    [Cidr]
    public CidrBlock[]? From { get; set; }

    /// <summary>The instances or network interfaces that the address may move to. An object from the pipeline that has an InstanceId, such as a
    /// lab's node, is one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InstanceId")]
    [Targets]
    [ArgumentCompleter(typeof(RouteTargetCompleter))]
    public RouteTarget[]? Candidate { get; set; }

    /// <summary>The ports that the address serves: numbers and ranges such as <c>8000-8100</c>. Without -Port and -Protocol, security groups and
    /// network ACLs are not tested.</summary>
    [Parameter]
    [Ports]
    public OverlayPortRange[]? Port { get; set; }

    /// <summary>The protocol that it serves.</summary>
    /// <value>Tcp</value>
    [Parameter]
    public OverlayProtocol? Protocol { get; set; }

    /// <summary>Only these checks, by id; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    /// <summary>Not these checks, by id; wildcards are allowed. <c>MaySwitch</c> saves one call for each route table.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Skip { get; set; }

    /// <summary>Makes at most two API calls: tests the routes and the nodes, and leaves the rest out.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Emits one Boolean for everything: $true when nothing failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Emits the routes of the destinations for which nothing failed, in place of the checks, and writes failed checks as errors.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Quiet && PassThru)
        {
            ThrowFailure(new OverlayIpException("OutputAmbiguous", OverlayErrorKind.InvalidArgument, "-Quiet and -PassThru each say what is emitted.")
            { RecommendedAction = "Give one of them." });
        }

        try
        {
            _traffic = OverlayTraffic.Of(Protocol, Port ?? []);
            _selection = new CheckSelection(Check ?? [], Skip ?? [], (pattern, id) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(id));
        }
        catch (OverlayIpException mistake)
        {
            ThrowFailure(mistake);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(item, Gather);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RefuseEmptyPipeline("nothing was tested");
        var passed = _items.Count > 0;
        foreach (var group in _items.GroupBy(i => (i.Settings, i.VpcId)))
        {
            var destinations = group.SelectMany(i => i.Destinations).Distinct().ToList();
            var subject = destinations.Count > 0 ? destinations[0].ToString() : group.Key.VpcId;
            var isTested = false;
            ForItem(subject, () =>
            {
                passed &= Test(group.Key.Settings, group.Key.VpcId, destinations, [.. group.SelectMany(i => i.Candidates).Distinct()]);
                isTested = true;
            });
            passed &= isTested;
        }

        if (Quiet)
        {
            WriteObject(passed);
        }
    }

    private void Gather()
    {
        var destinations = DestinationCidr ?? [];
        if (destinations.Length == 0 && NullIfEmpty(VpcId) is null && RouteTableId is null or [])
        {
            throw new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument, "It was not said which address is meant.")
            { RecommendedAction = "Give -DestinationCidr, -VpcId for every overlay address of a VPC, or pipe in routes." };
        }

        _items.Add(new Item(Settings(), destinations, NullIfEmpty(VpcId), Candidate ?? []));
    }

    // Answers whether everything passed.
    private bool Test(ConnectionSettings given, string? vpcId, IReadOnlyList<RouteDestination> destinations, IReadOnlyList<RouteTarget> candidates)
    {
        var settings = given with { RoleArn = null };
        var remedies = Remedies(settings);
        var report = Run(settings, (connection, observer, token) => new OverlayValidator(connection, cancellation => OverlaySession.Connections.GetAsync(given, cancellation))
            .TestAsync(
                new ValidationRequest
                {
                    Destinations = destinations,
                    VpcId = vpcId,
                    RouteTableIds = RouteTableId ?? [],
                    ClientSubnetIds = ClientSubnetId ?? [],
                    From = From ?? [],
                    Candidates = candidates,
                    Traffic = _traffic,
                    IsQuick = Quick,
                    Wants = _selection.Wants,
                    RoleArn = given.RoleArn,
                    Remedies = remedies with { AwsOptions = Options(("--profile", settings.ProfileName), ("--region", connection.Region)) },
                },
                observer,
                token));
        if (PassThru)
        {
            WriteRoutes(report);
        }
        else if (!Quiet)
        {
            WriteObject(report.Checks, enumerateCollection: true);
        }

        return report.Passed;
    }

    private void WriteRoutes(ValidationReport report)
    {
        foreach (var check in report.Checks.Where(c => !c.Passed))
        {
            WriteFailure(check.Status == OverlayCheckStatus.Fail
                ? new OverlayIpException("CheckFailed", OverlayErrorKind.Refused, $"{check.DestinationCidr}: {check.Id} failed for {check.Subject}: {check.Evidence}")
                { Subject = check.Subject, RecommendedAction = check.Remedy }
                : new OverlayIpException("CheckNotTested", OverlayErrorKind.PermissionDenied, $"{check.DestinationCidr}: {check.Id}: {check.Evidence}")
                { Subject = check.Subject, RecommendedAction = check.Remedy });
        }

        var failed = report.Checks.Where(c => !c.Passed).Select(c => c.DestinationCidr).ToHashSet(StringComparer.Ordinal);
        WriteObject(report.Routes.Where(r => !failed.Contains(r.DestinationCidr)), enumerateCollection: true);
    }

    // What the session says by itself need not be in a command that is pasted into it; the AWS CLI knows nothing of the session.
    private RemedyCommands Remedies(ConnectionSettings settings)
    {
        var byItself = ConnectionDefaults.Resolve(new ConnectionSettings(), name => SessionState.PSVariable.GetValue(name));
        return new RemedyCommands
        {
            CmdletParameters = Options(
                ("-Region", settings.Region == byItself.Region ? null : settings.Region),
                ("-ProfileName", settings.ProfileName),
                ("-EndpointUrl", settings.EndpointUrl == byItself.EndpointUrl ? null : settings.EndpointUrl)),
            Ec2Option = Options(("--endpoint-url", settings.EndpointUrl)),
        };
    }

    private static string Options(params (string Name, string? Value)[] options) =>
        string.Join(' ', options.Where(o => o.Value is not null).Select(o => $"{o.Name} {(o.Value!.Contains(' ', StringComparison.Ordinal) ? $"'{o.Value}'" : o.Value)}"));
}
