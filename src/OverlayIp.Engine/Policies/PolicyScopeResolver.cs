using Amazon;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Policies;

/// <summary>Finds out what a policy applies to. AWS is asked only for what nobody has said.</summary>
/// <param name="connect">Opens the connection when there is something to ask.</param>
/// <param name="identify">Tells the caller's account when nothing else does.</param>
public sealed class PolicyScopeResolver(
    Func<CancellationToken, Task<Ec2Connection>> connect, Func<CancellationToken, Task<string>> identify)
{
    /// <summary>Resolves a request (actions <c>DescribeRouteTables</c>, <c>DescribeInstances</c>; STS action <c>GetCallerIdentity</c>).</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException"><c>PolicyScopeMixed</c> when it is about several Regions or partitions, something named does not exist, or a
    /// call failed.</exception>
    public async Task<PolicyScope> ResolveAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        var known = request.Known;
        var first = known is [{ Arn: var arn }, ..] ? arn : null;
        var region = request.Region ?? first?.Region ?? (await connect(cancellationToken)).Region
            ?? throw new OverlayIpException("NoRegion", OverlayErrorKind.InvalidArgument, "It was not said which Region the policy is for.")
            { RecommendedAction = "Give -Region." };
        var partition = first?.Partition ?? PartitionOf(region);
        foreach (var resource in known)
        {
            RequirePlace(resource.Arn, partition, region);
        }

        var tables = await FindTablesAsync(request, cancellationToken);
        var interfaces = await FindInterfacesAsync(request, cancellationToken);
        var account = request.AccountId
            ?? first?.AccountId
            ?? tables.Concat(interfaces).Select(f => f.OwnerId).FirstOrDefault(owner => owner is not null)
            ?? (NeedsAccount(request) || tables.Count + interfaces.Count > 0 ? await identify(cancellationToken) : null);
        var found = tables.Concat(interfaces).Select(f => f.ToResource(partition, region, account!));
        var given = Given(request, tables).Select(f => f.ToResource(partition, region, account!));

        // What AWS was asked about comes first: of two entries of one thing it is the one that says more.
        return new PolicyScope(partition, region, account, [.. found.Concat(known).Concat(given).DistinctBy(r => r.Arn)]);
    }

    /// <summary>The partition of a Region, which is the second part of every ARN.</summary>
    /// <param name="region">The Region, such as <c>cn-north-1</c>.</param>
    public static string PartitionOf(string region) => RegionEndpoint.GetBySystemName(region).PartitionName;

    private static void RequirePlace(Ec2Arn arn, string partition, string region)
    {
        if (arn.Region != region || arn.Partition != partition)
        {
            throw new OverlayIpException("PolicyScopeMixed", OverlayErrorKind.InvalidArgument,
                $"'{arn}' is not in {region} ({partition}), and a policy is for one Region.")
            { Subject = arn.ToString(), RecommendedAction = "Make a policy for each Region." };
        }
    }

    private static bool NeedsAccount(PolicyRequest request) =>
        request.Purpose == OverlayPolicyPurpose.Validate
        || request.RouteTableIds.Count + request.InstanceIds.Count + request.NetworkInterfaceIds.Count > 0;

    // What is named by id and was not asked for: the id and the account make the ARN.
    private static IEnumerable<Found> Given(PolicyRequest request, List<Found> tables) =>
    [
        .. request.RouteTableIds.Where(id => !tables.Exists(t => t.Id == id)).Select(id => new Found(Ec2Arn.RouteTable, id, null)),
        .. request.InstanceIds.Select(id => new Found(Ec2Arn.Instance, id, null)),
        .. request.NetworkInterfaceIds.Select(id => new Found(Ec2Arn.NetworkInterface, id, null)),
    ];

    private async Task<List<Found>> FindTablesAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Found>();
        List<string> homeless =
        [
            .. request.RouteTableIds, .. request.Known.Where(k => k.Arn.Type == Ec2Arn.RouteTable && k.VpcId is null).Select(k => k.Id),
        ];
        if (request.RequireVpc && homeless.Count > 0)
        {
            found.AddRange(await ReadTablesAsync(new RouteScope { RouteTableIds = homeless }, cancellationToken));
        }

        foreach (var vpcId in request.VpcIds)
        {
            found.AddRange(await ReadTablesAsync(new RouteScope { VpcId = vpcId }, cancellationToken));
        }

        return found;
    }

    private async Task<IEnumerable<Found>> ReadTablesAsync(RouteScope scope, CancellationToken cancellationToken)
    {
        var connection = await connect(cancellationToken);
        IReadOnlyList<Filter> filters = scope.VpcId is { } vpcId ? [RouteTableReader.VpcFilter([vpcId])] : [];
        try
        {
            var tables = await RouteTableReader.ReadAllAsync(connection, scope.RouteTableIds, filters, cancellationToken);
            RouteGuards.RequireTables(scope, tables, filtered: false);
            return tables.Select(t => new Found(Ec2Arn.RouteTable, t.Id, t.OwnerId) { VpcId = t.VpcId });
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, scope.RouteTableIds) ?? scope.VpcId);
        }
    }

    // The check is set on network interfaces: only for that, which those of the instances are must be known.
    private async Task<List<Found>> FindInterfacesAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        var instanceIds = request.InstanceIds.Concat(request.Known.Where(k => k.Arn.Type == Ec2Arn.Instance).Select(k => k.Id))
            .Except(request.Known.Select(k => k.InstanceId)).OfType<string>().ToList();
        if (request.Purpose != OverlayPolicyPurpose.Setup || instanceIds.Count == 0)
        {
            return [];
        }

        var connection = await connect(cancellationToken);
        try
        {
            var answer = await connection.Client.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = instanceIds }, cancellationToken);
            return
            [
                .. from reservation in answer.Reservations ?? []
                   from instance in reservation.Instances ?? []
                   from eni in (instance.NetworkInterfaces ?? []).OrderBy(n => n.Attachment?.DeviceIndex)
                   select new Found(Ec2Arn.NetworkInterface, eni.NetworkInterfaceId!, eni.OwnerId ?? reservation.OwnerId)
                   {
                       VpcId = eni.VpcId,
                       InstanceId = instance.InstanceId,
                   },
            ];
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, instanceIds));
        }
    }

    private sealed record Found(string Type, string Id, string? OwnerId)
    {
        public string? VpcId { get; init; }

        public string? InstanceId { get; init; }

        // An owner that AWS tells is the truth; the account that was given is for what it was not asked about.
        public OverlayPolicyResource ToResource(string partition, string region, string account) => new()
        {
            Arn = new Ec2Arn(partition, region, OwnerId ?? account, Type, Id),
            VpcId = VpcId,
            InstanceId = InstanceId,
        };
    }
}
