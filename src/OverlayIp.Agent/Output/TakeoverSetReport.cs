using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Output;

/// <summary>What a takeover did, or would do, to one route set.</summary>
internal sealed record TakeoverSetReport
{
    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>This node, with the network interface of this set; null when it was not found.</summary>
    public required NodeReport? Node { get; init; }

    /// <summary>True when this node is the target in every route table and has the address; in a dry run, when nothing is refused.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The local address; null when it is not this program's to manage, or not there.</summary>
    public required LocalAddressReport? Address { get; init; }

    /// <summary>The routes; null when it did not come to a plan.</summary>
    public required SwitchReport? Routes { get; init; }

    /// <summary>The stable id of the error that stopped the whole set, or null.</summary>
    public required string? ErrorId { get; init; }

    public static TakeoverSetReport Of(RouteSetTakeover set) => new()
    {
        Destination = set.Set.Destination.ToString(),
        Node = NodeReport.Of(set.Node),
        Succeeded = set.Execution is null && !set.Cancelled && set.Error is null
            ? set.Plan is { } plan && plan.Steps.All(s => s.Refusal is null)
            : set.Succeeded,
        Address = LocalAddressReport.Of(set.Address),
        Routes = (set.Execution, set.Plan) switch
        {
            ({ } execution, _) => SwitchReport.Of(execution),
            (null, { } planned) => SwitchReport.Of(planned),
            _ => null,
        },
        ErrorId = set.Error?.ErrorId,
    };

    /// <summary>Writes it for people.</summary>
    public void WriteTo(TextWriter writer)
    {
        if (Address is { } address)
            writer.WriteLine($"{address.Address} {(address.Changed ? "added to" : "is on")} {address.InterfaceName}");

        if (Routes is { } routes)
            routes.WriteTo(writer);
        else
            writer.WriteLine($"{Destination}: nothing was done.");
    }
}
