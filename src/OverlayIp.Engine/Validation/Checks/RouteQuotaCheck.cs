using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The route tables have room for the routes of overlay addresses.</summary>
internal sealed class RouteQuotaCheck : ValidationCheck
{
    // The default quota since June 2025, adjustable up to 1,000; routes that a gateway propagates do not count
    // (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html).
    private const int RoutesPerTable = 500;

    private const int Enough = RoutesPerTable / 10;

    public override string Id => "RouteQuota";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Failover;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.PrefixLists;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var counted = view.Set.Select(t => (t.Table, Count: t.Table.Routes.Where(r => !r.IsLocal && !r.IsPropagated).Sum(r => Weight(view, r.Destination)))).ToList();
        var wrong = counted.Select(t => Problem(view, t.Table, t.Count)).OfType<Finding>().ToList();
        return counted.Count == 0
            ? []
            : OrPass(wrong, view, () => $"{Count(counted.Max(t => t.Count), "route")} of {RoutesPerTable} at most, in {Count(counted.Count, "route table")}.");
    }

    private static Finding? Problem(DestinationView view, RouteTableFact table, int used)
    {
        var left = Math.Max(0, RoutesPerTable - used);
        var lacks = view.RouteIn(table) is null;
        var remedy = view.Remedies.Aws("service-quotas request-service-quota-increase --service-code vpc --quota-code L-93826ACB --desired-value 1000");
        return left switch
        {
            _ when lacks && left < Weight(view, view.Destination) => new Finding(
                table.Id, OverlayCheckStatus.Fail, $"{table.Called} has {used} routes and lacks this one: there is no room for it under the default quota of {RoutesPerTable}.", remedy),
            < Enough => new Finding(table.Id, OverlayCheckStatus.Warn, $"{table.Called} has {used} routes: {left} are left of the default quota of {RoutesPerTable}.", remedy),
            _ => null,
        };
    }

    // A prefix list counts with its maximum size. The lists of AWS have weights of their own, of which none is above 55.
    private static int Weight(DestinationView view, RouteDestination destination) => destination.PrefixListId is { } id
        ? view.Facts.PrefixLists.Items.FirstOrDefault(list => list.Id == id)?.MaxEntries ?? 1
        : 1;
}
