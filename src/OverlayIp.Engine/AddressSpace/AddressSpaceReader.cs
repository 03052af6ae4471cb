using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Inventory;
using OverlayIp.Engine.Reach;
using OverlayIp.Engine.Reach.TransitRoutes;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>
/// Reads what is occupied: the VPCs, peered VPCs, route tables and prefix lists of the Region, and what the transit gateways of the VPC know of
/// the rest.
/// </summary>
internal sealed class AddressSpaceReader(Ec2Connection connection)
{
    private const int PageSize = 100;

    private readonly TransitGatewayReader _transitGateways = new(connection);

    /// <summary>Every occupied block, reserved ranges included.</summary>
    public async Task<IReadOnlyList<OccupiedBlock>> ReadAsync(string vpcId, CancellationToken cancellationToken)
    {
        try
        {
            Task<List<OccupiedBlock>>[] reading =
            [
                VpcsAsync(vpcId, cancellationToken),
                PeersAsync(cancellationToken),
                RouteTablesAsync(cancellationToken),
                PrefixListsAsync(cancellationToken),
                TransitRoutesAsync(vpcId, cancellationToken),
            ];
            return [.. (await Task.WhenAll(reading)).SelectMany(o => o), .. ReservedRanges.Reserved];
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, vpcId);
        }
    }

    private async Task<List<OccupiedBlock>> VpcsAsync(string vpcId, CancellationToken cancellationToken)
    {
        var occupied = new List<OccupiedBlock>();
        var isThere = false;
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeVpcsAsync(new DescribeVpcsRequest { MaxResults = PageSize, NextToken = token }, cancellationToken);
            foreach (var vpc in answer.Vpcs ?? [])
            {
                isThere |= vpc.VpcId == vpcId;
                var blocks = (vpc.CidrBlockAssociationSet ?? []).Where(a => IsUsed(a.CidrBlockState)).Select(a => a.CidrBlock).Append(vpc.CidrBlock)
                    .Concat((vpc.Ipv6CidrBlockAssociationSet ?? []).Where(a => IsUsed(a.Ipv6CidrBlockState)).Select(a => a.Ipv6CidrBlock)).Distinct();
                Add(occupied, blocks, $"block of {vpc.VpcId}{Named(vpc.Tags)}", vpc.VpcId);
            }

            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        if (!isThere)
        {
            await VpcLookup.RequireAsync(connection, [vpcId], cancellationToken);
        }

        return occupied;
    }

    // Both ends of every connection: of a VPC in another account or Region, this is all that can be known.
    private async Task<List<OccupiedBlock>> PeersAsync(CancellationToken cancellationToken)
    {
        var occupied = new List<OccupiedBlock>();
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeVpcPeeringConnectionsAsync(
                new DescribeVpcPeeringConnectionsRequest { MaxResults = PageSize, NextToken = token }, cancellationToken);
            foreach (var peering in (answer.VpcPeeringConnections ?? []).Where(p => p.Status?.Code?.Value is "active" or "pending-acceptance" or "provisioning"))
            {
                foreach (var end in new[] { peering.RequesterVpcInfo, peering.AccepterVpcInfo }.OfType<VpcPeeringConnectionVpcInfo>())
                {
                    var blocks = (end.CidrBlockSet ?? []).Select(b => b.Cidr).Append(end.CidrBlock)
                        .Concat((end.Ipv6CidrBlockSet ?? []).Select(b => b.Value)).Distinct();
                    Add(occupied, blocks, $"block of {end.VpcId}, peered by {peering.VpcPeeringConnectionId}", peering.VpcPeeringConnectionId);
                }
            }

            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return occupied;
    }

    private async Task<List<OccupiedBlock>> RouteTablesAsync(CancellationToken cancellationToken)
    {
        var occupied = new List<OccupiedBlock>();
        await foreach (var table in RouteTableReader.ReadAsync(connection, [], [], cancellationToken))
        {
            foreach (var route in table.ToFact().Routes.Where(r => !r.IsLocal && r.Block is { PrefixLength: > 0 }))
            {
                occupied.Add(new OccupiedBlock(route.Block!, $"route in {table.Id}{(table.Name is null ? "" : $" ({table.Name})")} to {route.Hop}", table.Id));
            }
        }

        return occupied;
    }

    private async Task<List<OccupiedBlock>> PrefixListsAsync(CancellationToken cancellationToken)
    {
        var lists = new List<ManagedPrefixList>();
        string? token = null;
        do
        {
            var answer = await connection.Client.DescribeManagedPrefixListsAsync(
                new DescribeManagedPrefixListsRequest { MaxResults = PageSize, NextToken = token }, cancellationToken);

            // AWS's own have the public addresses of its services.
            lists.AddRange((answer.PrefixLists ?? []).Where(l => l.OwnerId != "AWS"));
            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        var entries = await Task.WhenAll(lists.Select(l => PrefixListReader.ReadAsync(connection, l.PrefixListId!, cancellationToken)));
        return
        [
            .. from pair in lists.Zip(entries)
               from block in pair.Second
               where block.PrefixLength > 0
               select new OccupiedBlock(block, $"entry of {pair.First.PrefixListId}{(pair.First.PrefixListName is null ? "" : $" ({pair.First.PrefixListName})")}", pair.First.PrefixListId),
        ];
    }

    private async Task<List<OccupiedBlock>> TransitRoutesAsync(string vpcId, CancellationToken cancellationToken)
    {
        var attachments = await _transitGateways.VpcAttachmentsAsync("vpc-id", [vpcId], cancellationToken);
        var gatewayIds = attachments.Select(a => a.TransitGatewayId!).Distinct(StringComparer.Ordinal).ToList();
        if (gatewayIds.Count == 0)
        {
            return [];
        }

        var inventory = new TransitRouteInventory(connection);
        var tables = await inventory.TablesAsync([], gatewayIds, cancellationToken);
        var routes = await Task.WhenAll(tables.Select(t => inventory.RoutesAsync(t, cancellationToken)));
        return
        [
            .. from route in routes.SelectMany(r => r)
               let block = OverlayIp.CidrBlock.Parse(route.DestinationCidr)
               where block.PrefixLength > 0
               select new OccupiedBlock(
                   block, $"route in {route.TransitGatewayRouteTableId} to {route.VpcId ?? route.TransitGatewayAttachmentId ?? "nowhere"}", route.TransitGatewayRouteTableId),
        ];
    }

    private static void Add(List<OccupiedBlock> occupied, IEnumerable<string?> blocks, string reason, string? holderId)
    {
        foreach (var text in blocks)
        {
            if (OverlayIp.CidrBlock.TryParse(text, out var block))
            {
                occupied.Add(new OccupiedBlock(block, reason, holderId));
            }
        }
    }

    private static bool IsUsed(VpcCidrBlockState? state) => state?.State?.Value is not ("disassociated" or "failed");

    private static string Named(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value is { } name ? $" ({name})" : "";
}
