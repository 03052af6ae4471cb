using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>
/// Plans changes of the static routes of transit gateways: finds the attachment and the route tables, applies the guards and says for each table what is
/// to be done. It never changes anything.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class TransitRoutePlanner(Ec2Connection connection)
{
    private readonly TransitRouteInventory _inventory = new(connection);
    private readonly TransitGatewayReader _reader = new(connection);

    /// <summary>Plans to create static routes (actions <c>DescribeTransitGatewayAttachments</c>, <c>DescribeTransitGatewayRouteTables</c>,
    /// <c>SearchTransitGatewayRoutes</c>, <c>DescribeRouteTables</c>).</summary>
    /// <param name="request">What to create. Without route tables, it is those that lead to the attachment already: who reaches the VPC's own
    /// blocks shall reach the address, and nobody else.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing of it can be done.</exception>
    public async Task<TransitRoutePlan> PlanCreateAsync(TransitRouteRequest request, CancellationToken cancellationToken)
    {
        var destination = TransitRouteGuards.BlockOf(request.Destination);
        var attachments = await AttachmentsAsync(request, cancellationToken);
        var tables = await _inventory.TablesAsync(request.TableIds, [.. attachments.Select(a => a.TransitGatewayId!).Distinct()], cancellationToken);
        var routes = await Task.WhenAll(tables.Select(t => _inventory.RoutesAsync(t, cancellationToken)));
        var steps = new List<TransitRouteStep>();
        foreach (var (table, known) in tables.Zip(routes))
        {
            var attachment = attachments.Find(a => a.TransitGatewayId == table.TransitGatewayId) ?? attachments[0];
            if (request.TableIds.Count > 0 || LeadsTo(known, attachment) || StaticOf(known, destination) is not null)
            {
                steps.Add(CreateStep(request, destination, table, known, attachment));
            }
        }

        return steps.Count == 0
            ? throw TransitRouteGuards.NoTableLeadsThere(attachments[0].TransitGatewayAttachmentId!, NameOf(attachments[0]))
            : new TransitRoutePlan { Destination = destination, Steps = steps, Warnings = await WarningsAsync(destination, attachments, cancellationToken) };
    }

    /// <summary>Plans to delete static routes (actions <c>DescribeTransitGatewayRouteTables</c>, <c>SearchTransitGatewayRoutes</c>; for a VPC also
    /// <c>DescribeTransitGatewayAttachments</c>).</summary>
    /// <param name="request">What to delete. Without route tables, it is all those whose route leads to the VPC or the attachment.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing of it can be done.</exception>
    public async Task<TransitRoutePlan> PlanRemoveAsync(TransitRouteRequest request, CancellationToken cancellationToken)
    {
        var destination = TransitRouteGuards.BlockOf(request.Destination);
        if (request is { TableIds.Count: 0, VpcId: null, AttachmentId: null })
        {
            throw TransitRouteGuards.ScopeMissing();
        }

        var attachments = request.TableIds.Count > 0 ? [] : await AttachmentsAsync(request, cancellationToken);
        var tables = await _inventory.TablesAsync(request.TableIds, [.. attachments.Select(a => a.TransitGatewayId!).Distinct()], cancellationToken);
        var routes = await Task.WhenAll(tables.Select(t => _inventory.RoutesAsync(t, cancellationToken)));
        var steps = new List<TransitRouteStep>();
        foreach (var (table, known) in tables.Zip(routes))
        {
            var step = StepFor(table, StaticOf(known, destination));
            if (request.TableIds.Count > 0)
            {
                steps.Add(step.Previous is null ? Refuse(step, TransitRouteGuards.Missing(destination, step)) : step with { Action = TransitRouteAction.Delete });
            }
            else if (attachments.Exists(a => a.TransitGatewayAttachmentId == step.Previous?.TransitGatewayAttachmentId))
            {
                steps.Add(step with { Action = TransitRouteAction.Delete });
            }
        }

        return steps.Count == 0
            ? throw TransitRouteGuards.NoRoute(destination, request.VpcId)
            : new TransitRoutePlan { Destination = destination, Steps = steps };
    }

    private static TransitRouteStep CreateStep(
        TransitRouteRequest request, OverlayIp.CidrBlock destination, TransitGatewayRouteTable table, List<OverlayTransitRoute> known, TransitGatewayAttachment attachment)
    {
        var step = StepFor(table, StaticOf(known, destination)) with
        {
            AttachmentId = attachment.TransitGatewayAttachmentId,
            AttachmentName = NameOf(attachment),
        };
        if (attachment.TransitGatewayId != table.TransitGatewayId)
        {
            return Refuse(step, TransitRouteGuards.OtherGateway(step, attachment.TransitGatewayAttachmentId!, attachment.TransitGatewayId!));
        }

        return step.Previous switch
        {
            // Beside a propagated route of the same destination a static one can be made, and wins.
            null => step with { Action = TransitRouteAction.Create },
            { State: RouteState.Active } same when same.TransitGatewayAttachmentId == step.AttachmentId => step,
            _ when request.Force => step with { Action = TransitRouteAction.Replace },
            _ => Refuse(step, TransitRouteGuards.Exists(destination, step)),
        };
    }

    private static TransitRouteStep StepFor(TransitGatewayRouteTable table, OverlayTransitRoute? previous) => new()
    {
        TableId = table.TransitGatewayRouteTableId!,
        TableName = table.Tags?.Find(t => t.Key == "Name")?.Value,
        GatewayId = table.TransitGatewayId!,
        Action = TransitRouteAction.None,
        Previous = previous,
    };

    private static TransitRouteStep Refuse(TransitRouteStep step, OverlayIpException refusal) => step with { Action = TransitRouteAction.Refuse, Refusal = refusal };

    private static OverlayTransitRoute? StaticOf(List<OverlayTransitRoute> routes, OverlayIp.CidrBlock destination) =>
        routes.Find(r => r.Type == TransitRouteType.Static && r.DestinationCidr == destination.ToString());

    private static bool LeadsTo(List<OverlayTransitRoute> routes, TransitGatewayAttachment attachment) =>
        routes.Exists(r => r.State == RouteState.Active && r.TransitGatewayAttachmentId == attachment.TransitGatewayAttachmentId);

    private static string NameOf(TransitGatewayAttachment attachment) => attachment.ResourceId is { Length: > 0 } id ? id : attachment.TransitGatewayAttachmentId!;

    private async Task<List<TransitGatewayAttachment>> AttachmentsAsync(TransitRouteRequest request, CancellationToken cancellationToken)
    {
        if (request is { AttachmentId: null, VpcId: null })
        {
            throw TransitRouteGuards.TargetMissing();
        }

        List<TransitGatewayAttachment> found;
        try
        {
            found = request.AttachmentId is { } id
                ? await _reader.AttachmentsAsync([("transit-gateway-attachment-id", [id])], cancellationToken)
                : await _reader.AttachmentsAsync([("resource-id", [request.VpcId!]), ("resource-type", ["vpc"])], cancellationToken);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, request.AttachmentId ?? request.VpcId);
        }

        found.RemoveAll(a => a.State?.Value is "deleted" or "deleting" or "rejected" or "failed");
        if (found.Count == 0)
        {
            throw request.AttachmentId is { } lost ? TransitRouteGuards.NoAttachment(lost) : TransitRouteGuards.NotAttached(request.VpcId!);
        }

        var usable = found.FindAll(a => a.State?.Value is null or "available" or "modifying");
        return usable.Count > 0 ? usable : throw TransitRouteGuards.NotAvailable(found[0].TransitGatewayAttachmentId!, found[0].State?.Value);
    }

    // A static route into a VPC that does not know the address brings the packets there to be dropped.
    private async Task<IReadOnlyList<string>> WarningsAsync(
        OverlayIp.CidrBlock destination, List<TransitGatewayAttachment> attachments, CancellationToken cancellationToken)
    {
        if (attachments[0] is not { ResourceType.Value: "vpc", ResourceId: { Length: > 0 } vpcId })
        {
            return [];
        }

        try
        {
            var tables = await RouteTableReader.ReadAllAsync(connection, [], [RouteTableReader.VpcFilter([vpcId])], cancellationToken);
            return tables.Count == 0 || tables.Exists(t => t.Keeps(destination))
                ? []
                : [$"No route table of {vpcId} sends {destination} to an instance or network interface: packets for it will be dropped there until New-OverlayRoute has created it."];
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, vpcId);
        }
    }
}
