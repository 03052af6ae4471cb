using Amazon.EC2.Model;

namespace OverlayIp.Engine.Tests.Fakes;

internal sealed partial class FakeEc2
{
    public Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(
        DescribeRouteTablesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeRouteTables", null, request, () => Describe(request), cancellationToken);

    // A VPC is there when a route table says so: every VPC has one.
    public Task<DescribeVpcsResponse> DescribeVpcsAsync(DescribeVpcsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeVpcs", null, request, () => new DescribeVpcsResponse
        {
            Vpcs = (request.VpcIds ?? []).ConvertAll(id =>
                Tables.Exists(t => t.VpcId == id) ? new Vpc { VpcId = id } : throw Errors.NotFound("VpcID", "vpc ID", id)),
        }, cancellationToken);

    public Task<CreateRouteResponse> CreateRouteAsync(CreateRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("CreateRoute", request.RouteTableId, request, () =>
        {
            var destination = request.DestinationCidrBlock ?? request.DestinationIpv6CidrBlock ?? request.DestinationPrefixListId!;
            var table = TableOf(request.RouteTableId);
            if (table.Find(destination) is not null)
            {
                throw Errors.Of("RouteAlreadyExists", $"The route identified by {destination} already exists.");
            }

            table.Put(
                RouteTo(destination, r =>
                {
                    r.NetworkInterfaceId = request.NetworkInterfaceId;
                    r.GatewayId = request.GatewayId ?? request.VpcEndpointId;
                    r.TransitGatewayId = request.TransitGatewayId;
                    r.NatGatewayId = request.NatGatewayId;
                    r.VpcPeeringConnectionId = request.VpcPeeringConnectionId;
                }),
                Clock.GetUtcNow());
            return new CreateRouteResponse();
        }, cancellationToken);

    public Task<ReplaceRouteResponse> ReplaceRouteAsync(ReplaceRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ReplaceRoute", request.RouteTableId, request, () =>
        {
            var destination = request.DestinationCidrBlock ?? request.DestinationIpv6CidrBlock ?? request.DestinationPrefixListId!;
            var table = TableOf(request.RouteTableId);
            if (table.Find(destination) is null)
            {
                throw Errors.Of(
                    "InvalidParameterValue", $"There is no route defined for '{destination}' in the route table. Use CreateRoute instead.");
            }

            table.Put(
                RouteTo(destination, r =>
                {
                    r.NetworkInterfaceId = request.NetworkInterfaceId;
                    r.GatewayId = request.GatewayId ?? request.VpcEndpointId;
                    r.TransitGatewayId = request.TransitGatewayId;
                    r.NatGatewayId = request.NatGatewayId;
                    r.VpcPeeringConnectionId = request.VpcPeeringConnectionId;
                }),
                Clock.GetUtcNow());
            return new ReplaceRouteResponse();
        }, cancellationToken);

    public Task<DeleteRouteResponse> DeleteRouteAsync(DeleteRouteRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DeleteRoute", request.RouteTableId, request, () =>
        {
            var destination = request.DestinationCidrBlock ?? request.DestinationIpv6CidrBlock ?? request.DestinationPrefixListId!;
            var table = TableOf(request.RouteTableId);
            if (table.Find(destination) is null)
            {
                throw Errors.Of("InvalidRoute.NotFound", $"no route with destination-cidr-block {destination} in route table {table.Id}");
            }

            table.Remove(destination, Clock.GetUtcNow());
            return new DeleteRouteResponse();
        }, cancellationToken);

    private DescribeRouteTablesResponse Describe(DescribeRouteTablesRequest request)
    {
        if (request.RouteTableIds is { Count: > 0 } ids)
        {
            if (request.MaxResults is not null)
            {
                throw Errors.Of("InvalidParameterCombination", "The parameter RouteTableIds cannot be used with the parameter MaxResults");
            }

            return new DescribeRouteTablesResponse { RouteTables = [.. ids.Select(TableOf).Where(t => Passes(t, request.Filters)).OrderBy(t => t.Id, StringComparer.Ordinal).Select(View)] };
        }

        var from = request.NextToken is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var matching = Tables.Where(t => Passes(t, request.Filters)).ToList();
        var size = Math.Min(PageSize, request.MaxResults ?? int.MaxValue);
        return new DescribeRouteTablesResponse
        {
            RouteTables = [.. matching.Skip(from).Take(size).Select(View)],
            NextToken = from + size < matching.Count ? $"{from + size}" : null,
        };
    }

    private bool Passes(FakeTable table, List<Filter>? filters)
    {
        if (filters?.Sum(f => f.Values?.Count ?? 0) > 200)
        {
            throw Errors.Of("FilterLimitExceeded", "The request uses too many filters or too many filter values.");
        }

        var routes = table.RoutesAt(Clock.GetUtcNow() - ReadsLagBy).ConvertAll(Completed);
        return (filters ?? []).TrueForAll(f => f.Name switch
        {
            "vpc-id" => f.Values!.Contains(table.VpcId),
            "route.destination-cidr-block" => routes.Exists(r => f.Values!.Contains(r.DestinationCidrBlock!)),
            "route.destination-ipv6-cidr-block" => routes.Exists(r => f.Values!.Contains(r.DestinationIpv6CidrBlock!)),
            "route.destination-prefix-list-id" => routes.Exists(r => f.Values!.Contains(r.DestinationPrefixListId!)),
            "route.instance-id" => routes.Exists(r => f.Values!.Contains(r.InstanceId!)),
            _ => throw Errors.Of("InvalidParameterValue", $"The filter '{f.Name}' is invalid"),
        });
    }

    private RouteTable View(FakeTable table) => new()
    {
        RouteTableId = table.Id,
        VpcId = table.VpcId,
        OwnerId = "123456789012",
        Tags = table.Name is null ? null : [new Tag { Key = "Name", Value = table.Name }],
        Routes = table.RoutesAt(Clock.GetUtcNow() - ReadsLagBy).ConvertAll(Completed),
    };

    // As EC2 does, instance and state are those of the moment at which the route is looked at.
    private Route Completed(Route route)
    {
        var eni = Interfaces.Find(i => i.NetworkInterfaceId == route.NetworkInterfaceId);
        if (eni is null)
        {
            return route;
        }

        var instance = Instances.Find(i => i.InstanceId == eni.Attachment?.InstanceId);
        return new Route
        {
            DestinationCidrBlock = route.DestinationCidrBlock,
            DestinationIpv6CidrBlock = route.DestinationIpv6CidrBlock,
            DestinationPrefixListId = route.DestinationPrefixListId,
            Origin = route.Origin,
            NetworkInterfaceId = route.NetworkInterfaceId,
            InstanceId = instance?.InstanceId,
            State = instance?.State?.Name == "running" ? "active" : "blackhole",
        };
    }
}
