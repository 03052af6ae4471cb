using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>A route table that must have the route, and the subnets that use it.</summary>
/// <param name="Table">The route table.</param>
/// <param name="Subnets">The clients' subnets that use it, by association or, for the main table, for want of one; empty when they are not known.</param>
/// <param name="IsIdle">True for a table that has the route though no client's subnet uses it: packets do not depend on it.</param>
internal sealed record UsedTable(RouteTableFact Table, IReadOnlyList<SubnetFact> Subnets, bool IsIdle = false)
{
    /// <summary>What suffers when something is wrong with it.</summary>
    public OverlayCheckConcern Concerns => IsIdle ? OverlayCheckConcern.Failover : OverlayCheckConcern.Traffic;

    /// <summary>Who is affected, for the evidence.</summary>
    public string Users => Subnets.Count switch
    {
        0 => "",
        <= 3 => $", which {string.Join(", ", Subnets.Select(s => s.Name ?? s.Id).Order(StringComparer.Ordinal))} use{(Subnets.Count == 1 ? "s" : "")}",
        var many => $", which {many} subnets use",
    };
}
