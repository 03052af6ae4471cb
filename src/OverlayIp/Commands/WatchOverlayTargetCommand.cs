using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover.Watching;
using OverlayIp.Engine.Routing;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>Watches the nodes of overlay addresses and moves the routes when the one that they point to fails.</summary>
/// <remarks>
/// <para>For places where no cluster manager watches. The candidates and the present target are probed round by round; a node that fails -Fall probes
/// in a row has failed, and one that passes -Rise in a row is healthy. When the target has failed, its routes are moved to the first healthy
/// candidate, in all route tables at once, and read back. It runs until Ctrl+C, or with -Once until it has decided, and emits an object for
/// everything that it notices and does.</para>
/// <list type="bullet">
/// <item><term>Probes</term><description>-TcpPort, -HttpUri, -Icmp, -Script and -InstanceStatus; a node must pass all that are given. They go to each
/// node's private address. A route that is a blackhole counts as a failed probe.</description></item>
/// <item><term>Hold-down</term><description>after a move, by whomever, the routes stay for -HoldDown. A node that failed must have been healthy for as long to
/// be preferred again, and twice as long after each further failure.</description></item>
/// <item><term>Cut off</term><description>with -Witness, a watch that cannot reach the witnesses takes itself for cut off: it neither counts failures nor
/// moves anything.</description></item>
/// <item><term>Two watches</term><description>may run on two machines. Each compares before it moves and adopts what the other one has done. Give them the
/// same candidates in the same order.</description></item>
/// <item><term>Outages</term><description>when EC2 cannot be asked the watch goes on, says so once, and moves what is due as soon as EC2 answers.</description></item>
/// </list>
/// <para>A target that is no candidate, because somebody has moved the routes by hand, is watched as well; routes are never moved to it, and never
/// failed back from it.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables, ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:ReplaceRoute on the route tables;
/// with -InstanceStatus also ec2:DescribeInstanceStatus on "*", with -Fence also ec2:StopInstances on the instances.</para></notes>
/// <notes><para>-Icmp on Linux needs root, CAP_NET_RAW, a group within net.ipv4.ping_group_range, or the program ping (package iputils-ping).</para></notes>
/// <notes><para>A script block runs in this session, one node after the other. One that never returns holds the watch up: give what it calls a time-out.</para></notes>
/// <example>
/// <para>Two nodes, one address</para>
/// <code>Watch-OverlayTarget 10.2.0.1 -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -TcpPort 5432</code>
/// <para>Runs until Ctrl+C. When port 5432 of the target has not answered three times in a row, the routes are moved to the other node.</para>
/// </example>
/// <example>
/// <para>A web service, a standby in the other zone, and witnesses</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Watch-OverlayTarget -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -HttpUri 'https://{0}/health' `
///     -HostHeader app.example.com -Witness 10.0.0.2:53, https://ec2.eu-central-1.amazonaws.com -FailBack</code>
/// <para>{0} is the address of the node, and the certificate has to be for app.example.com. The routes go back to the first candidate once it
/// has been healthy for a minute. Without name server and EC2 nothing is moved.</para>
/// </example>
/// <example>
/// <para>A scheduled runbook</para>
/// <code>$events = Watch-OverlayTarget 10.2.0.1 -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -TcpPort 5432 -Once
/// if ($events[-1].Kind -ne 'Kept') { $events | Format-Table | Out-String | Write-Output }</code>
/// <para>Probes until every node is known, decides, and ends. The last object says what came of it: Kept, Switched, FailedBack, SwitchFailed.</para>
/// </example>
/// <example>
/// <para>A probe of one's own, and the failed instance stopped before the routes are moved</para>
/// <code>Watch-OverlayTarget 10.2.0.1 -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -Fence -Confirm:$false -Script {
///     (Invoke-RestMethod "http://$($_.PrivateIpAddress):8008/health" -TimeoutSec 2).state -eq 'running' }</code>
/// <para>$_ is the node. True passes; anything else, and an error that ends the script, fails. Nobody is asked whether the instance may be stopped.</para>
/// </example>
/// <example>
/// <para>Write down what happens</para>
/// <code>Watch-OverlayTarget 10.2.0.1 -Candidate i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -InstanceStatus |
///     ForEach-Object { $_ | ConvertTo-Json -Compress | Add-Content watch.log; $_ }</code>
/// <para>One JSON object a line, and the table on the screen.</para>
/// </example>
/// <seealso cref="SwitchOverlayRouteCommand"/>
/// <seealso cref="GetOverlayRouteCommand"/>
/// <seealso topic="about_OverlayIp_Failover"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html">ReplaceRoute</seealso>
[Cmdlet(VerbsCommon.Watch, "OverlayTarget", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayHealthEvent))]
public sealed class WatchOverlayTargetCommand : FailoverCmdlet
{
    /// <summary>Probes by opening a TCP connection to each of these ports.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int[]? TcpPort { get; set; }

    /// <summary>Probes by HTTP or HTTPS. <c>{0}</c> is replaced by the node's address, as in <c>http://{0}:8080/health</c>. Redirections are not followed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? HttpUri { get; set; }

    /// <summary>The status codes that are good.</summary>
    /// <value>200 to 399</value>
    [Parameter]
    [ValidateRange(100, 599)]
    public int[]? HttpStatus { get; set; }

    /// <summary>The Host header of the request. It is also the name that the certificate has to be for.</summary>
    /// <value>the host of the URI</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostHeader { get; set; }

    /// <summary>Accepts any certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Probes by an echo request (ping). See the notes for what it needs.</summary>
    [Parameter]
    public SwitchParameter Icmp { get; set; }

    /// <summary>Probes by a script block that answers true for a node that is well. The node is <c>$_</c> and the first argument.</summary>
    [Parameter]
    public ScriptBlock? Script { get; set; }

    /// <summary>Probes by EC2's status checks of the instance and its host. They come once a minute.</summary>
    [Parameter]
    public SwitchParameter InstanceStatus { get; set; }

    /// <summary>Probes the target at the overlay address, and the others at their private addresses. This machine must reach the overlay address.</summary>
    [Parameter]
    public SwitchParameter ProbeOverlayAddress { get; set; }

    /// <summary>From the start of one round of probes to the start of the next, such as 5s or 500ms.</summary>
    /// <value>5s</value>
    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most that is added to the interval at random, so that several watches do not keep step.</summary>
    /// <value>a tenth of the interval</value>
    [Parameter]
    [Duration]
    public TimeSpan Jitter { get; set; }

    /// <summary>How long a probe may take; one that takes longer has failed.</summary>
    /// <value>2s</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many probes in a row a node must pass to be healthy.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Rise { get; set; } = 2;

    /// <summary>How many probes in a row a node must fail to have failed.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Fall { get; set; } = 3;

    /// <summary>How long the routes stay after a move, and how long a node must be healthy to be preferred again. Not with -Once, which remembers nothing.</summary>
    /// <value>60s</value>
    [Parameter]
    [Duration]
    public TimeSpan HoldDown { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Moves the routes back to a candidate that stands before the target once it has been healthy for -HoldDown.</summary>
    [Parameter]
    public SwitchParameter FailBack { get; set; }

    /// <summary>Stops the failed instance by force before the routes are moved, and waits until it is stopped. Asks once, at the start, unless
    /// -Confirm:$false. If it cannot be stopped, the routes are not moved.</summary>
    [Parameter]
    public SwitchParameter Fence { get; set; }

    /// <summary>How long stopping the failed instance may take.</summary>
    /// <value>00:05:00</value>
    [Parameter]
    [Duration]
    public TimeSpan FenceTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What must be within reach for this machine not to be cut off: an address or name (ping), one with a port (TCP) or a URI (any
    /// answer will do).</summary>
    [Parameter]
    [Witness]
    public string[]? Witness { get; set; }

    /// <summary>How many of the witnesses must answer.</summary>
    /// <value>all</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int WitnessCount { get; set; }

    /// <summary>Probes until every node is known, at most -Rise and -Fall rounds together, decides once and ends.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Moves the routes also to a node that has its source/destination check enabled.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (TcpPort is null && HttpUri is null && !Icmp && Script is null && !InstanceStatus)
        {
            ThrowFailure(new OverlayIpException("ProbeMissing", OverlayErrorKind.InvalidArgument,
                "It was not said how the nodes are probed.")
            { RecommendedAction = "Give -TcpPort, -HttpUri, -Icmp, -Script or -InstanceStatus." });
        }

        if (HttpUri is null && (HttpStatus is not null || HostHeader is not null || SkipCertificateCheck))
        {
            ThrowFailure(new OverlayIpException("ProbeMissing", OverlayErrorKind.InvalidArgument,
                "-HttpStatus, -HostHeader and -SkipCertificateCheck are for probes by HTTP, and there is none.")
            { RecommendedAction = "Give -HttpUri." });
        }

        if (Interval == TimeSpan.Zero || Timeout == TimeSpan.Zero)
        {
            ThrowFailure(new OverlayIpException("WatchTimesInvalid", OverlayErrorKind.InvalidArgument,
                "-Interval and -Timeout must be longer than no time.")
            { RecommendedAction = "Give times such as 5s or 500ms." });
        }

        if (WitnessCount > (Witness?.Length ?? 0))
        {
            ThrowFailure(new OverlayIpException("WitnessesTooFew", OverlayErrorKind.InvalidArgument,
                $"{WitnessCount} witnesses shall answer, and {Witness?.Length ?? 0} are given.")
            { RecommendedAction = "Give more with -Witness, or a lower -WitnessCount." });
        }
    }

    private protected override string NothingDone => "nothing is watched";

    private protected override void Handle(IReadOnlyList<Item> sets)
    {
        if (sets.FirstOrDefault(s => ProbeOverlayAddress && s.Destination.Cidr is not { IsSingleAddress: true }) is { } wide)
        {
            ThrowFailure(new OverlayIpException("ProbeAddressMissing", OverlayErrorKind.InvalidArgument,
                $"{wide.Destination} is not one address that could be probed.")
            { Subject = wide.Destination.ToString(), RecommendedAction = "Leave -ProbeOverlayAddress out." });
        }

        if (MayFence())
        {
            Watch(sets);
        }
    }

    // An instance that is stopped by force in the middle of the night: whoever starts the watch is asked, for nobody is there later.
    private bool MayFence()
    {
        var isSettled = MyInvocation.BoundParameters.ContainsKey("Confirm")
            || SessionState.PSVariable.GetValue("ConfirmPreference") is ConfirmImpact.None or "None";
        return !Fence || IsWhatIf || isSettled
            || ShouldContinue($"A failed node among {string.Join(", ", Candidate.Select(c => c.ToString()))} will be stopped by force, without being asked for then.", "Stop failed instances?");
    }

    private void Watch(IReadOnlyList<Item> sets)
    {
        var http = (HttpUri ?? []).Select(uri => new HttpProbe(new HttpProbeOptions
        {
            Uri = uri,
            Statuses = HttpStatus ?? [],
            HostHeader = HostHeader,
            SkipCertificateCheck = SkipCertificateCheck,
        }));
        var interrupted = new List<RouteExecution>();
        var webProbes = new List<HttpProbe>();
        try
        {
            ForItem(null, () => webProbes.AddRange(http));
            Run(async (observer, token) =>
            {
                var audience = new WatchAudience(this, observer, [.. sets.Select(s => s.Destination.ToString())]);
                await Task.WhenAll(sets.Select(set => WatchAsync(set, webProbes, audience, observer, interrupted, token)));
                return true;
            });
            if (IsStopping)
            {
                throw new PipelineStoppedException();
            }
        }
        finally
        {
            webProbes.ForEach(p => p.Dispose());
            lock (interrupted)
            {
                interrupted.ForEach(e => StopReport.Tell(Host, e));
            }
        }
    }

    // One address that cannot be watched does not keep the others from being watched.
    private async Task WatchAsync(
        Item set, IEnumerable<IHealthProbe> webProbes, WatchAudience audience, CmdletObserver observer, List<RouteExecution> interrupted, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OverlaySession.Connections.GetAsync(set.Settings, cancellationToken);
            var probes = new List<IHealthProbe>([.. (TcpPort ?? []).Select(port => new TcpProbe(port)), .. webProbes]);
            if (Icmp)
            {
                probes.Add(new IcmpProbe());
            }

            if (Script is not null)
            {
                probes.Add(new ScriptProbe(Script, observer, Timeout));
            }

            if (InstanceStatus)
            {
                probes.Add(new InstanceStatusProbe(connection));
            }

            var end = await new TargetWatcher(connection, OptionsOf(set, probes), audience.For(set.Destination.ToString()), observer).RunAsync(cancellationToken);
            lock (interrupted)
            {
                interrupted.AddRange(end.Interrupted);
            }
        }
        catch (OverlayIpException e)
        {
            observer.Post(() => WriteError(ErrorRecords.Of(e, set.Destination.ToString())));
        }
    }

    private WatchOptions OptionsOf(Item set, IReadOnlyList<IHealthProbe> probes) => new()
    {
        Destination = set.Destination,
        Scope = new RouteScope { VpcId = set.VpcId, RouteTableIds = set.RouteTableIds },
        Candidates = Candidate,
        Probes = probes,
        ProbeOverlayAddress = ProbeOverlayAddress,
        Interval = Interval,
        Jitter = IsTyped(nameof(Jitter)) ? Jitter : Interval / 10,
        Timeout = Timeout,
        Rise = Rise,
        Fall = Fall,
        HoldDown = HoldDown,
        FailBack = FailBack,
        Fence = Fence,
        FenceTimeout = FenceTimeout,
        Witnesses = [.. (Witness ?? []).Select(w => Engine.Failover.Watching.Witness.Parse(w))],
        WitnessesNeeded = WitnessCount > 0 ? WitnessCount : null,
        Once = Once,
        Force = Force,
    };
}
