using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Reading;

/// <summary>What is tested in one VPC.</summary>
/// <param name="VpcId">The VPC, or null when nothing may be read that tells it.</param>
/// <param name="Tables">Its route tables, or how they are being read.</param>
/// <param name="Request">The request, as far as it is about this VPC. A quick one that found its tables by the destination names no VPC: the
/// tables that lack it were not among the answers.</param>
internal sealed record ValidationScope(string? VpcId, Task<Reading<RouteTableFact>> Tables, ValidationRequest Request)
{
    /// <summary>Finds the VPCs: the one that was named, or those whose route tables have the destinations, or that of the candidates.</summary>
    /// <exception cref="OverlayIpException"><c>RouteNotFound</c>: nothing tells the VPC; or a failed call.</exception>
    public static async Task<IReadOnlyList<ValidationScope>> FindAsync(VpcFactReader reader, ValidationRequest request, CancellationToken cancellationToken)
    {
        if (request.VpcId is { } named)
        {
            return [WholeVpc(reader, named, request, cancellationToken)];
        }

        return request.RouteTableIds.Count > 0
            ? await OfTablesAsync(reader, request, cancellationToken)
            : await OfDestinationsAsync(reader, request, cancellationToken);
    }

    private static async Task<IReadOnlyList<ValidationScope>> OfTablesAsync(VpcFactReader reader, ValidationRequest request, CancellationToken cancellationToken)
    {
        var given = await reader.TablesAsync(request.RouteTableIds, [], cancellationToken);
        return given.Denied is not null
            ? [new ValidationScope(null, Task.FromResult(given), request)]
            : [.. from table in given.Items
                  group table by table.VpcId! into ofVpc
                  let own = request with { RouteTableIds = [.. ofVpc.Select(t => t.Id)] }
                  select request.IsQuick
                      ? new ValidationScope(ofVpc.Key, Task.FromResult(given with { Items = [.. ofVpc] }), own)
                      : WholeVpc(reader, ofVpc.Key, own, cancellationToken)];
    }

    private static async Task<IReadOnlyList<ValidationScope>> OfDestinationsAsync(VpcFactReader reader, ValidationRequest request, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(request.Destinations.Select(async destination =>
            (Destination: destination, Tables: await reader.TablesAsync([], [RouteTableReader.FilterOf(destination)], cancellationToken))));
        if (Array.Find(found, f => f.Tables.Denied is not null).Tables is { } denied)
        {
            return [new ValidationScope(null, Task.FromResult(denied), request)];
        }

        var byVpc = (from each in found
                     from table in each.Tables.Items
                     where table.Routes.Any(r => r.IsOverlay && r.Destination.Equals(each.Destination))
                     group (each.Destination, Table: table) by table.VpcId!).ToDictionary(g => g.Key, g => g.ToList());
        var lost = request.Destinations.Where(d => !byVpc.Values.Any(v => v.Exists(t => t.Destination.Equals(d)))).ToList();
        var home = lost.Count == 0 ? null : byVpc.Count == 1 ? byVpc.Keys.First() : await VpcOfCandidatesAsync(reader, request, cancellationToken);
        if (lost.Count > 0 && home is null)
        {
            throw RouteGuards.NoRoute(lost[0], new RouteScope());
        }

        if (home is not null)
        {
            byVpc.TryAdd(home, []);
        }

        return [.. byVpc.Select(v =>
        {
            var own = request with { Destinations = [.. v.Value.Select(t => t.Destination).Distinct(), .. v.Key == home ? lost : []] };
            return request.IsQuick && v.Value.Count > 0
                ? new ValidationScope(v.Key, Task.FromResult(found[0].Tables with { Items = [.. v.Value.Select(t => t.Table).DistinctBy(t => t.Id)] }), own)
                : WholeVpc(reader, v.Key, own, cancellationToken);
        })];
    }

    private static ValidationScope WholeVpc(VpcFactReader reader, string vpcId, ValidationRequest request, CancellationToken cancellationToken) =>
        new(vpcId, reader.TablesAsync([], [RouteTableReader.VpcFilter([vpcId])], cancellationToken), request with { VpcId = vpcId });

    private static async Task<string?> VpcOfCandidatesAsync(VpcFactReader reader, ValidationRequest request, CancellationToken cancellationToken) =>
        request.Candidates.Count == 0 ? null : (await reader.CandidatesAsync(request, cancellationToken)).Items.Select(i => i.VpcId).OfType<string>().FirstOrDefault();
}
