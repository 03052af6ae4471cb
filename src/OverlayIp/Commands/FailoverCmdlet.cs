using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that are about route sets and the nodes that may become their target. What the pipeline brings is gathered first.</summary>
public abstract class FailoverCmdlet : ConnectedCmdlet
{
    private readonly List<Item> _items = [];
    private bool _gotRoutes;

    /// <summary>A destination, and in which route tables of which VPC; no table means all of them.</summary>
    private protected sealed record Item(ConnectionSettings Settings, RouteDestination Destination, string? VpcId, IReadOnlyList<string> RouteTableIds);

    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id that the routes are for.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The nodes that may become the target, the preferred one first: ids of instances or network interfaces, or objects that have them.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [TargetList]
    [ArgumentCompleter(typeof(RouteTargetCompleter))]
    public RouteTarget[] Candidate { get; set; } = [];

    /// <summary>The routes, as Get-OverlayRoute gives them. From the pipeline, other objects are taken too: their properties bind to the
    /// other parameters.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Only the route tables of this VPC.</summary>
    /// <value>the VPC of the first candidate</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>Only these route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>What an empty pipeline leads to, such as "nothing is watched".</summary>
    private protected abstract string NothingDone { get; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        var item = InputObject is [{ } only] ? only.BaseObject : null;
        var routes = (InputObject ?? []).Select(o => o?.BaseObject as OverlayRoute).OfType<OverlayRoute>().ToList();
        if (IsTyped(nameof(InputObject)) && routes.Count != InputObject?.Length)
        {
            ThrowFailure(new OverlayIpException("InputUnusable", OverlayErrorKind.InvalidArgument,
                "What was given as -InputObject is no route.")
            { RecommendedAction = "Give what Get-OverlayRoute emits." });
        }

        _gotRoutes |= routes.Count > 0;
        foreach (var route in routes)
        {
            _items.Add(new Item(
                Settings(route.Region),
                IsTyped(nameof(DestinationCidr)) ? DestinationCidr! : RouteDestination.Parse(route.DestinationCidr),
                IsTyped(nameof(VpcId)) ? NullIfEmpty(VpcId) : null,
                IsTyped(nameof(RouteTableId)) ? RouteTableId ?? [] : [route.RouteTableId]));
        }

        if (routes.Count == 0 && TakesInput(item))
        {
            if (DestinationCidr is null)
            {
                ThrowFailure(new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument,
                    "It was not said which address is meant.")
                { RecommendedAction = "Give -DestinationCidr, or pipe in routes." });
            }

            _items.Add(new Item(Settings(), DestinationCidr!, NullIfEmpty(VpcId), RouteTableId ?? []));
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (!_gotRoutes)
        {
            RefuseEmptyPipeline(NothingDone);
        }

        var sets = _items.GroupBy(i => (i.Settings, i.Destination, i.VpcId)).Select(g => g.First() with
        {
            RouteTableIds = g.Any(i => i.RouteTableIds.Count == 0) ? [] : [.. g.SelectMany(i => i.RouteTableIds).Distinct()],
        }).ToList();
        if (sets.Count > 0)
        {
            Handle(sets);
        }
    }

    /// <summary>Does the work for all route sets, at least one.</summary>
    private protected abstract void Handle(IReadOnlyList<Item> sets);
}
