using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Commands;

/// <summary>
/// The root of the cmdlets that change existing routes. What the pipeline brings is gathered first: the routes of one
/// destination are one set, to be changed at once.
/// </summary>
/// <remarks>
/// There is one parameter set, and no parameter of it is mandatory. With two, the binder settles for the wrong one as soon
/// as an object has a property that both take (Region), and asks for what a runbook cannot answer.
/// </remarks>
public abstract class RouteSetCmdlet : RouteChangingCmdlet
{
    private readonly List<Item> _items = [];

    private sealed record Item(ConnectionSettings Settings, RouteDestination Destination, RouteTarget? Target, string? VpcId, IReadOnlyList<string> RouteTableIds);

    /// <summary>The address (<c>10.2.0.1</c> means <c>10.2.0.1/32</c>), CIDR block or prefix list id that the routes are for.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "DestinationCidrBlock", "Address")]
    [Destination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public RouteDestination? DestinationCidr { get; set; }

    /// <summary>The routes, as Get-OverlayRoute gives them. From the pipeline, other objects are taken too: their properties bind to the
    /// other parameters.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Only in these route tables.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        var item = InputObject is [{ } only] ? only.BaseObject : null;
        var routes = (InputObject ?? []).Select(o => o?.BaseObject as OverlayRoute).OfType<OverlayRoute>().ToList();
        if (IsTyped(nameof(InputObject)) && routes.Count != InputObject?.Length)
        {
            ThrowFailure(new OverlayIpException("InputUnusable", OverlayErrorKind.InvalidArgument,
                "What was given as -InputObject is no route. Expected what Get-OverlayRoute emits."), item);
        }

        if (!TakesInput(item) && routes.Count == 0)
        {
            return;
        }

        foreach (var route in routes)
        {
            ForItem(route, () => Gather(route));
        }

        if (routes.Count == 0)
        {
            ForItem(DestinationCidr?.ToString() ?? item, Gather);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        RefuseEmptyPipeline("nothing was changed");
        foreach (var set in _items.GroupBy(i => (i.Settings, i.Destination, i.Target, i.VpcId, IsWholeVpc: i.RouteTableIds.Count == 0)))
        {
            var scope = new RouteScope { VpcId = set.Key.VpcId, RouteTableIds = [.. set.SelectMany(i => i.RouteTableIds).Distinct()] };
            ForItem(set.Key.Destination.ToString(), () => Change(set.Key.Settings, set.Key.Destination, set.Key.Target, scope));
        }
    }

    /// <summary>The VPC that the user or the pipeline named, or null.</summary>
    private protected abstract string? Vpc { get; }

    /// <summary>Where the routes shall point to, or null when the cmdlet does not say that.</summary>
    /// <param name="isRoute">True when the pipeline brought a route, whose instance is where it points to now.</param>
    private protected abstract RouteTarget? TargetOf(bool isRoute);

    /// <summary>Changes one route set and reports.</summary>
    private protected abstract void Change(ConnectionSettings settings, RouteDestination destination, RouteTarget? target, RouteScope scope);

    private void Gather()
    {
        var destination = DestinationCidr ?? throw new OverlayIpException("DestinationMissing", OverlayErrorKind.InvalidArgument,
            "It was not said which address is meant.")
        { RecommendedAction = "Give -DestinationCidr, or pipe in routes or objects that have that property." };
        TellHostBits(destination);
        _items.Add(new Item(Settings(), destination, TargetOf(isRoute: false), NullIfEmpty(Vpc), RouteTableId ?? []));
    }

    // What the user typed wins over the route, as it does over every other object of a pipeline.
    private void Gather(OverlayRoute route) => _items.Add(new Item(
        Settings(route.Region),
        IsTyped(nameof(DestinationCidr)) ? DestinationCidr! : RouteDestination.Parse(route.DestinationCidr),
        TargetOf(isRoute: true),
        IsTyped("VpcId") ? NullIfEmpty(Vpc) : null,
        IsTyped(nameof(RouteTableId)) ? RouteTableId ?? [] : [route.RouteTableId]));
}
