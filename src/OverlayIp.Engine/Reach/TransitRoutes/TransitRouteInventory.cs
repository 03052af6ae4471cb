using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>Finds the static routes of transit gateways.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class TransitRouteInventory(Ec2Connection connection)
{
    private readonly TransitGatewayReader _reader = new(connection);

    /// <summary>The block of a destination.</summary>
    /// <param name="destination">The destination.</param>
    /// <exception cref="OverlayIpException">It is a prefix list (<c>DestinationIsPrefixList</c>).</exception>
    public static OverlayIp.CidrBlock BlockOf(RouteDestination destination) => TransitRouteGuards.BlockOf(destination);

    /// <summary>The error of a static route that is nowhere to be found.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="vpcId">The VPC that it should lead to, or null for any.</param>
    public static OverlayIpException NotFound(OverlayIp.CidrBlock destination, string? vpcId) => TransitRouteGuards.NoRoute(destination, vpcId);

    /// <summary>Streams the matching static routes, table by table (actions <c>DescribeTransitGatewayRouteTables</c>,
    /// <c>SearchTransitGatewayRoutes</c>).</summary>
    /// <param name="query">Which routes.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">A named route table does not exist (<c>TransitGatewayRouteTableNotFound</c>), or a call failed.</exception>
    public async IAsyncEnumerable<OverlayTransitRoute> FindAsync(TransitRouteQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in await TablesAsync(query.TableIds, query.GatewayIds, cancellationToken))
        {
            foreach (var route in await StaticRoutesAsync(table, cancellationToken))
            {
                if ((query.Destination is null || route.DestinationCidr == query.Destination.ToString())
                    && (query.VpcIds.Count == 0 || query.VpcIds.Contains(route.VpcId))
                    && (query.GatewayIds.Count == 0 || query.GatewayIds.Contains(route.TransitGatewayId)))
                {
                    yield return route;
                }
            }
        }
    }

    /// <summary>Route tables: those named, or those of transit gateways, or all that can be seen.</summary>
    internal async Task<List<TransitGatewayRouteTable>> TablesAsync(
        IReadOnlyList<string> tableIds, IReadOnlyList<string> gatewayIds, CancellationToken cancellationToken)
    {
        List<TransitGatewayRouteTable> tables;
        try
        {
            // By filter: naming a table that does not exist fails the whole call, and does not say which it was.
            tables = tableIds.Count > 0 ? await _reader.TablesAsync("transit-gateway-route-table-id", [.. tableIds.Distinct(StringComparer.Ordinal)], cancellationToken)
                : await _reader.TablesAsync("transit-gateway-id", [.. gatewayIds], cancellationToken);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, [.. tableIds, .. gatewayIds]));
        }

        if (tableIds.Except(tables.Select(t => t.TransitGatewayRouteTableId!), StringComparer.Ordinal).FirstOrDefault() is { } lost)
        {
            throw new OverlayIpException("TransitGatewayRouteTableNotFound", OverlayErrorKind.NotFound,
                $"The transit gateway route table '{lost}' does not exist, or belongs to another account.")
            { Subject = lost, RecommendedAction = "Check the id and the Region. Of a shared transit gateway, only the owner sees the route tables: use -RoleArn." };
        }

        return [.. tables.OrderBy(t => t.TransitGatewayRouteTableId, StringComparer.Ordinal)];
    }

    /// <summary>Every route of a table.</summary>
    internal async Task<List<OverlayTransitRoute>> RoutesAsync(TransitGatewayRouteTable table, CancellationToken cancellationToken)
    {
        try
        {
            var routes = await _reader.SearchAsync(table.TransitGatewayRouteTableId!, cancellationToken);
            return [.. routes.Select(r => ToRoute(r, table)).OfType<OverlayTransitRoute>()];
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, table.TransitGatewayRouteTableId);
        }
    }

    private async Task<IEnumerable<OverlayTransitRoute>> StaticRoutesAsync(TransitGatewayRouteTable table, CancellationToken cancellationToken) =>
        (await RoutesAsync(table, cancellationToken)).Where(r => r.Type == TransitRouteType.Static);

    private OverlayTransitRoute? ToRoute(TransitGatewayRoute route, TransitGatewayRouteTable table)
    {
        var attachment = route.TransitGatewayAttachments?.FirstOrDefault();
        return OverlayIp.CidrBlock.TryParse(route.DestinationCidrBlock, out var block) && route.State?.Value is not ("deleted" or "deleting")
            ? new OverlayTransitRoute
            {
                DestinationCidr = block.ToString(),
                TransitGatewayRouteTableId = table.TransitGatewayRouteTableId!,
                TransitGatewayRouteTableName = table.Tags?.Find(t => t.Key == "Name")?.Value,
                TransitGatewayId = table.TransitGatewayId!,
                TransitGatewayAttachmentId = attachment?.TransitGatewayAttachmentId,
                VpcId = attachment?.ResourceType?.Value == "vpc" ? attachment.ResourceId : null,
                Type = route.Type?.Value == "propagated" ? TransitRouteType.Propagated : TransitRouteType.Static,
                State = route.State?.Value == "blackhole" ? RouteState.Blackhole : RouteState.Active,
                Region = connection.Region,
            }
            : null;
    }
}
