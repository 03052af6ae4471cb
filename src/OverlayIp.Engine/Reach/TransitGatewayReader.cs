using System.Collections.Immutable;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach;

/// <summary>Reads transit gateways: attachments, route tables, routes.</summary>
internal sealed class TransitGatewayReader(Ec2Connection connection)
{
    private const int PageSize = 200;
    private const int MostRoutes = 1000;

    /// <summary>Which transit gateways VPCs are attached to (action <c>DescribeTransitGatewayVpcAttachments</c>).</summary>
    public async Task<Func<ReachFacts, ReachFacts>> OfVpcsAsync(List<string> vpcIds, CancellationToken cancellationToken)
    {
        var attachments = await CallAsync(() => VpcAttachmentsAsync("vpc-id", vpcIds, cancellationToken), vpcIds, cancellationToken);
        return f => f with
        {
            TransitGatewaysOfVpc = f.TransitGatewaysOfVpc.SetItems(vpcIds.Select(id => KeyValuePair.Create(
                id,
                attachments.Where(a => a.VpcId == id && !IsGone(a.State?.Value)).Select(a => a.TransitGatewayId!)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray()))),
        };
    }

    /// <summary>The attachments and route tables of transit gateways (actions <c>DescribeTransitGatewayAttachments</c>,
    /// <c>DescribeTransitGatewayVpcAttachments</c>, <c>DescribeTransitGatewayRouteTables</c>).</summary>
    public async Task<Func<ReachFacts, ReachFacts>> GatewaysAsync(List<string> ids, CancellationToken cancellationToken)
    {
        var attachments = CallAsync(() => AttachmentsAsync([("transit-gateway-id", ids)], cancellationToken), ids, cancellationToken);
        var vpcAttachments = CallAsync(() => VpcAttachmentsAsync("transit-gateway-id", ids, cancellationToken), ids, cancellationToken);
        var tables = CallAsync(() => TablesAsync("transit-gateway-id", ids, cancellationToken), ids, cancellationToken);
        await Task.WhenAll(attachments, vpcAttachments, tables);
        var details = (await vpcAttachments).ToDictionary(a => a.TransitGatewayAttachmentId!, StringComparer.Ordinal);
        var facts = (await attachments).ConvertAll(a => FactOf(a, details.GetValueOrDefault(a.TransitGatewayAttachmentId!)));
        var named = await tables;
        return f => f with
        {
            TransitGateways = f.TransitGateways.SetItems(ids.Select(id => KeyValuePair.Create(id, new TransitGatewayFact
            {
                Id = id,
                Attachments = [.. facts.Where(a => a.TransitGatewayId == id).OrderBy(a => a.Id, StringComparer.Ordinal)],
                Tables = named.Where(t => t.TransitGatewayId == id).ToImmutableDictionary(t => t.TransitGatewayRouteTableId!, t => NameOf(t.Tags), StringComparer.Ordinal),
            }))),
        };
    }

    /// <summary>The routes of one route table (action <c>SearchTransitGatewayRoutes</c>).</summary>
    public async Task<Func<ReachFacts, ReachFacts>> RoutesAsync(string tableId, CancellationToken cancellationToken)
    {
        TransitRoutesFact fact;
        try
        {
            var routes = await SearchAsync(tableId, cancellationToken);
            fact = new TransitRoutesFact([.. routes.Select(FactOf).OfType<TransitRouteFact>()]);
        }
        catch (Exception e) when (AwsErrors.HasCode(e, "InvalidRouteTableID.NotFound"))
        {
            // An association tells the id of a table of another account, which does not exist here.
            fact = new TransitRoutesFact([], IsVisible: false);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, tableId);
        }

        return f => f with { TransitRoutes = f.TransitRoutes.SetItem(tableId, fact) };
    }

    /// <summary>All routes of a table as EC2 gives them.</summary>
    public async Task<List<TransitGatewayRoute>> SearchAsync(string tableId, CancellationToken cancellationToken)
    {
        var routes = new List<TransitGatewayRoute>();
        string? token = null;
        do
        {
            // The search needs a filter; this one matches every route.
            var answer = await connection.Client.SearchTransitGatewayRoutesAsync(
                new SearchTransitGatewayRoutesRequest
                {
                    TransitGatewayRouteTableId = tableId,
                    Filters = [new Filter { Name = "type", Values = ["static", "propagated"] }],
                    MaxResults = MostRoutes,
                    NextToken = token,
                },
                cancellationToken);
            routes.AddRange(answer.Routes ?? []);
            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return routes;
    }

    /// <summary>Route tables by filter.</summary>
    public async Task<List<TransitGatewayRouteTable>> TablesAsync(string filter, List<string> values, CancellationToken cancellationToken)
    {
        var tables = new List<TransitGatewayRouteTable>();
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeTransitGatewayRouteTablesAsync(
                new DescribeTransitGatewayRouteTablesRequest { Filters = FilterOf(filter, values), MaxResults = PageSize, NextToken = token }, cancellationToken);
            tables.AddRange((answer.TransitGatewayRouteTables ?? []).Where(t => !IsGone(t.State?.Value)));
            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return tables;
    }

    /// <summary>VPC attachments by filter.</summary>
    public async Task<List<TransitGatewayVpcAttachment>> VpcAttachmentsAsync(string filter, List<string> values, CancellationToken cancellationToken)
    {
        var attachments = new List<TransitGatewayVpcAttachment>();
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeTransitGatewayVpcAttachmentsAsync(
                new DescribeTransitGatewayVpcAttachmentsRequest { Filters = FilterOf(filter, values), MaxResults = PageSize, NextToken = token }, cancellationToken);
            attachments.AddRange(answer.TransitGatewayVpcAttachments ?? []);
            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return attachments;
    }

    /// <summary>Attachments of every kind by filters, which must all hold.</summary>
    public async Task<List<TransitGatewayAttachment>> AttachmentsAsync(
        IReadOnlyList<(string Name, List<string> Values)> filters, CancellationToken cancellationToken)
    {
        var attachments = new List<TransitGatewayAttachment>();
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeTransitGatewayAttachmentsAsync(
                new DescribeTransitGatewayAttachmentsRequest
                {
                    Filters = [.. filters.Select(f => new Filter { Name = f.Name, Values = f.Values })],
                    MaxResults = PageSize,
                    NextToken = token,
                },
                cancellationToken);
            attachments.AddRange(answer.TransitGatewayAttachments ?? []);
            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return attachments;
    }

    private static List<Filter>? FilterOf(string name, List<string> values) => values.Count == 0 ? null : [new Filter { Name = name, Values = values }];

    private static bool IsGone(string? state) => state is "deleted" or "deleting" or "rejected" or "failed";

    private static TransitAttachmentFact FactOf(TransitGatewayAttachment attachment, TransitGatewayVpcAttachment? details) => new()
    {
        Id = attachment.TransitGatewayAttachmentId!,
        TransitGatewayId = attachment.TransitGatewayId!,
        Type = attachment.ResourceType?.Value ?? "vpc",
        ResourceId = string.IsNullOrEmpty(attachment.ResourceId) ? null : attachment.ResourceId,
        Name = NameOf(attachment.Tags),
        State = attachment.State?.Value ?? "available",
        AssociatedTableId = attachment.Association is { TransitGatewayRouteTableId: { Length: > 0 } tableId, State: var state } && state?.Value is null or "associated" ? tableId : null,
        IsOfOtherOwner = attachment.TransitGatewayOwnerId is { Length: > 0 } owner && attachment.Association is null && attachment.ResourceOwnerId != owner,
        SubnetIds = [.. details?.SubnetIds ?? []],
        SupportsIpv6 = details?.Options?.Ipv6Support?.Value == "enable" || attachment.ResourceType?.Value != "vpc",
    };

    private static TransitRouteFact? FactOf(TransitGatewayRoute route) => OverlayIp.CidrBlock.TryParse(route.DestinationCidrBlock, out var block)
        ? new TransitRouteFact
        {
            Block = block,
            AttachmentIds = [.. (route.TransitGatewayAttachments ?? []).Select(a => a.TransitGatewayAttachmentId).OfType<string>()],
            IsStatic = route.Type?.Value != "propagated",
            IsBlackhole = route.State?.Value is "blackhole" or "deleted" or "deleting",
        }
        : null;

    private static string? NameOf(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value;

    private static async Task<T> CallAsync<T>(Func<Task<T>> call, IReadOnlyList<string> about, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, about));
        }
    }
}
