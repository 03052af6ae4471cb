using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation;

/// <summary>A route table that must have the route, and the subnets that use it.</summary>
/// <param name="Table">The route table.</param>
/// <param name="Subnets">The clients' subnets that use it, by association or, for the main table, for want of one; empty when they are not known.</param>
internal sealed record UsedTable(RouteTableFact Table, IReadOnlyList<SubnetFact> Subnets)
{
    /// <summary>Who is affected, for the evidence.</summary>
    public string Users => Subnets.Count switch
    {
        0 => "",
        <= 3 => $", which {string.Join(", ", Subnets.Select(s => s.Display))} use{(Subnets.Count == 1 ? "s" : "")}",
        var many => $", which {many} subnets use",
    };
}
