using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach.TransitRoutes;

namespace OverlayIp.Commands;

/// <summary>
/// The root of the cmdlets that change static routes of transit gateways. What the pipeline brings is gathered first: the routes of one destination,
/// piped in table by table, are one wish. Then a plan is made, confirmed step by step, and carried out.
/// </summary>
public abstract class TransitRouteCmdlet : ConnectedCmdlet
{
    private readonly List<Item> _items = [];

    private sealed record Item(ConnectionSettings Settings, RouteDestination Destination, string? VpcId, string? AttachmentId, IReadOnlyList<string> TableIds);

    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>) or CIDR block that the static route is for.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The VPC that has the address: the route leads to its attachment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The attachment that the route leads to. When the pipeline brings a VPC and an attachment, the attachment counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.TransitGatewayAttachment)]
    public string? TransitGatewayAttachmentId { get; set; }

    /// <summary>Only in these transit gateway route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.TransitGatewayRouteTable)]
    public string[]? TransitGatewayRouteTableId { get; set; }

    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many seconds changing and reading back may take together.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item))
        {
            ForItem(DestinationCidr?.ToString() ?? item, Gather);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        RefuseEmptyPipeline("nothing was changed");
        foreach (var wish in _items.GroupBy(i => (i.Settings, i.Destination, i.VpcId, i.AttachmentId, IsEverywhere: i.TableIds.Count == 0)))
        {
            var request = new TransitRouteRequest
            {
                Destination = wish.Key.Destination,
                VpcId = wish.Key.VpcId,
                AttachmentId = wish.Key.AttachmentId,
                TableIds = [.. wish.SelectMany(i => i.TableIds).Distinct()],
            };
            ForItem(request.Destination.ToString(), () => Change(wish.Key.Settings, request));
        }
    }

    /// <summary>Makes the plan for one wish.</summary>
    private protected abstract Task<TransitRoutePlan> PlanAsync(TransitRoutePlanner planner, TransitRouteRequest request, CancellationToken cancellationToken);

    /// <summary>Writes what one step that went well is worth.</summary>
    private protected abstract void Write(TransitRouteReport report);

    private void Gather()
    {
        var destination = DestinationCidr ?? throw new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument,
            "It was not said which address is meant.")
        { RecommendedAction = "Give -DestinationCidr, or pipe in routes or objects that have that property." };
        if (destination.HostBitsCleared)
        {
            WriteVerbose($"The destination had host bits set; EC2 stores it as {destination}.");
        }

        // What the user typed wins over what the pipeline brings.
        var attachmentId = IsTyped(nameof(VpcId)) && !IsTyped(nameof(TransitGatewayAttachmentId)) ? null : NullIfEmpty(TransitGatewayAttachmentId);
        _items.Add(new Item(Settings(), destination, attachmentId is null ? NullIfEmpty(VpcId) : null, attachmentId, TransitGatewayRouteTableId ?? []));
    }

    private void Change(ConnectionSettings settings, TransitRouteRequest request)
    {
        var plan = Run(settings, (connection, _, token) => PlanAsync(new TransitRoutePlanner(connection), request, token));
        foreach (var warning in plan.Warnings)
        {
            WriteWarning(warning);
        }

        var confirmed = plan with { Steps = [.. plan.Steps.Where(step => IsConfirmed(plan, step))] };
        TransitRouteExecution? ended = null;
        try
        {
            ended = Run(settings, (connection, observer, token) => new TransitRouteExecutor(connection)
                .ExecuteAsync(confirmed, TimeSpan.FromSeconds(TimeoutSeconds), observer, token));
        }
        catch (PipelineStoppedException)
        {
            Tell(plan, "may or may not be changed, look with Get-OverlayTransitRoute", confirmed.Steps);
            throw;
        }

        if (ended.Cancelled)
        {
            Tell(plan, "done and verified", StepsOf(ended, TransitRouteOutcome.Done));
            Tell(plan, "under way, look with Get-OverlayTransitRoute", StepsOf(ended, TransitRouteOutcome.Interrupted));
            Tell(plan, "not changed", StepsOf(ended, TransitRouteOutcome.NotAttempted));
            throw new PipelineStoppedException();
        }

        foreach (var report in ended.Reports.Where(r => r.Error is null))
        {
            Write(report);
        }

        foreach (var report in ended.Reports)
        {
            if (report.Error is { } failure)
            {
                WriteFailure(failure, report.Step.TableId);
            }
        }
    }

    private bool IsConfirmed(TransitRoutePlan plan, TransitRouteStep step)
    {
        switch (step.Action)
        {
            case TransitRouteAction.Refuse:
                return true;
            case TransitRouteAction.None:
                WriteVerbose($"{plan.Destination} in {step.Display} leads to {step.AttachmentId} already.");
                return !IsWhatIf;
            default:
                return ShouldProcess($"{plan.Destination} in {step.Display}", Describe(step));
        }
    }

    private static string Describe(TransitRouteStep step)
    {
        var to = step.AttachmentName is null || step.AttachmentName == step.AttachmentId ? step.AttachmentId : $"{step.AttachmentId} ({step.AttachmentName})";
        var from = step.Previous switch
        {
            null => null,
            { TransitGatewayAttachmentId: null } => "blackhole",
            { } previous => $"route to {previous.TransitGatewayAttachmentId}",
        };
        return step.Action switch
        {
            TransitRouteAction.Create => $"Create static route to {to}",
            TransitRouteAction.Replace => $"Replace static {from} by route to {to}",
            _ => $"Delete static {from}",
        };
    }

    private static IEnumerable<TransitRouteStep> StepsOf(TransitRouteExecution execution, TransitRouteOutcome outcome) =>
        execution.Reports.Where(r => r.Outcome == outcome).Select(r => r.Step);

    // A stopped pipeline takes no more objects, so the report goes to the host.
    private void Tell(TransitRoutePlan plan, string fate, IEnumerable<TransitRouteStep> steps)
    {
        var tables = string.Join(", ", steps.Where(s => s.Action is not (TransitRouteAction.None or TransitRouteAction.Refuse)).Select(s => s.Display));
        if (tables.Length > 0)
        {
            Host.UI.WriteWarningLine($"Stopped. {plan.Destination}: {fate}: {tables}.");
        }
    }
}
