using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Inventory;

namespace OverlayIp.Engine.SourceDestCheck;

/// <summary>
/// Reads and sets the source/destination check. It always works on network interfaces: EC2 refuses the instance-level call
/// for an instance that has several, and the setting is one and the same.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class SourceDestCheckService(Ec2Connection connection)
{
    private const int PageSize = 100;
    private static readonly TimeSpan ChangeWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan VerifyWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan VerifyPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Streams the present settings (actions <c>DescribeInstances</c>, <c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="query">Which interfaces; an empty one means every attached interface of the Region.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Something named does not exist, or a call failed. What does exist has been given by then,
    /// except where EC2 refuses the whole call for one unknown id.</exception>
    public async IAsyncEnumerable<OverlayIp.SourceDestCheck> GetAsync(
        SourceDestCheckQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.NetworkInterfaceIds.Count > 0)
        {
            foreach (var check in await OfInterfacesAsync(query.NetworkInterfaceIds, cancellationToken))
            {
                yield return check;
            }
        }

        if (query.InstanceIds.Count > 0 || query.NetworkInterfaceIds.Count == 0)
        {
            string? token = null;
            var found = new HashSet<string>(StringComparer.Ordinal);
            var emptyVpcs = query.VpcIds.ToHashSet(StringComparer.Ordinal);
            do
            {
                var answer = await CallAsync(
                    () => connection.Client.DescribeInstancesAsync(InstancesRequest(query, token), cancellationToken),
                    query.InstanceIds,
                    cancellationToken);
                foreach (var check in ChecksOf(answer, query.DeviceIndex))
                {
                    found.Add(check.InstanceId!);
                    emptyVpcs.Remove(check.VpcId!);
                    yield return check;
                }

                token = answer.NextToken;
            }
            while (!string.IsNullOrEmpty(token));

            await VpcLookup.RequireAsync(connection, emptyVpcs, cancellationToken);
            if (query.InstanceIds.FirstOrDefault(id => !found.Contains(id)) is { } lacking)
            {
                throw new OverlayIpException("NetworkInterfaceNotFound", OverlayErrorKind.NotFound, query.DeviceIndex is { } index
                    ? $"The instance '{lacking}' has no network interface with the device index {index}."
                    : $"The instance '{lacking}' has no network interface: it was terminated.")
                { Subject = lacking, RecommendedAction = "See which interfaces there are with 'Get-SourceDestCheck -InstanceId'." };
            }
        }
    }

    /// <summary>
    /// Sets the check of one interface and reads it back (actions <c>ModifyNetworkInterfaceAttribute</c>,
    /// <c>DescribeNetworkInterfaces</c>). Nothing is sent when it is so already. A throttled change is tried again for half a minute.
    /// </summary>
    /// <param name="current">The interface as <see cref="GetAsync"/> gave it.</param>
    /// <param name="enabled">The wanted setting.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">The call failed, or the change did not show in time (<c>CheckNotVerified</c>).</exception>
    public async Task<OverlayIp.SourceDestCheck> SetAsync(
        OverlayIp.SourceDestCheck current, bool enabled, CancellationToken cancellationToken)
    {
        if (current.Enabled == enabled)
        {
            return current;
        }

        await ModifyAsync(current.NetworkInterfaceId, enabled, cancellationToken);
        var started = connection.Time.GetTimestamp();
        while (true)
        {
            var failure = await ReadBackAsync(current.NetworkInterfaceId, enabled, cancellationToken);
            if (failure is null)
            {
                return current with { Enabled = enabled, Changed = true };
            }

            if (!AwsErrors.IsTransient(failure) || connection.Time.GetElapsedTime(started) + VerifyPause > VerifyWithin)
            {
                throw NotVerified(current.NetworkInterfaceId, failure);
            }

            await Task.Delay(VerifyPause, connection.Time, cancellationToken);
        }
    }

    // The SDK makes a call three times, after pauses that it draws from nothing up to one and two seconds: all three may fall into the moment
    // in which there was no token.
    private async Task ModifyAsync(string networkInterfaceId, bool enabled, CancellationToken cancellationToken)
    {
        var started = connection.Time.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                await CallAsync(
                    () => connection.Client.ModifyNetworkInterfaceAttributeAsync(
                        new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = networkInterfaceId, SourceDestCheck = enabled },
                        cancellationToken),
                    [networkInterfaceId],
                    cancellationToken);
                return;
            }
            catch (OverlayIpException e) when (e.ErrorId == "RequestLimitExceeded" && connection.Time.GetElapsedTime(started) + pause <= ChangeWithin)
            {
                await Task.Delay(pause, connection.Time, cancellationToken);
            }
        }
    }

    // Null when the change shows, else why it cannot be said to.
    private async Task<Exception?> ReadBackAsync(string networkInterfaceId, bool enabled, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Client.DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [networkInterfaceId] }, cancellationToken);
            return answer.NetworkInterfaces is [{ SourceDestCheck: { } shown }] && shown == enabled ? null : new TimeoutException();
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            return e;
        }
    }

    private static OverlayIpException NotVerified(string networkInterfaceId, Exception failure)
    {
        if (failure is TimeoutException)
        {
            return new OverlayIpException("CheckNotVerified", OverlayErrorKind.Timeout,
                $"EC2 accepted the change of {networkInterfaceId}, but the interface did not show it within {VerifyWithin.TotalSeconds:0} seconds.")
            { Subject = networkInterfaceId, RecommendedAction = "Look at it with Get-SourceDestCheck and run it again." };
        }

        var cause = AwsErrors.Translate(failure, networkInterfaceId);
        return new OverlayIpException("CheckNotVerified", cause.Kind,
            $"EC2 accepted the change of {networkInterfaceId}, but the interface could not be read back: {cause.Message}", failure)
        {
            Subject = networkInterfaceId,
            AwsErrorCode = cause.AwsErrorCode,
            RequestId = cause.RequestId,
            RecommendedAction = "Allow ec2:DescribeNetworkInterfaces on '*'; it has no resource-level permissions.",
        };
    }

    private static DescribeInstancesRequest InstancesRequest(SourceDestCheckQuery query, string? token)
    {
        // Ids and MaxResults exclude each other.
        if (query.InstanceIds.Count > 0)
        {
            return new DescribeInstancesRequest { InstanceIds = [.. query.InstanceIds] };
        }

        return new DescribeInstancesRequest
        {
            Filters = query.VpcIds.Count > 0 ? [new Filter { Name = "vpc-id", Values = [.. query.VpcIds] }] : null,
            MaxResults = PageSize,
            NextToken = token,
        };
    }

    private IEnumerable<OverlayIp.SourceDestCheck> ChecksOf(DescribeInstancesResponse answer, int? deviceIndex) =>
        from reservation in answer.Reservations ?? []
        from instance in reservation.Instances ?? []
        from eni in (instance.NetworkInterfaces ?? []).OrderBy(n => n.Attachment?.DeviceIndex)
        where deviceIndex is null || eni.Attachment?.DeviceIndex == deviceIndex
        select new OverlayIp.SourceDestCheck
        {
            NetworkInterfaceId = eni.NetworkInterfaceId!,
            InstanceId = instance.InstanceId,
            InstanceName = NameOf(instance),
            DeviceIndex = eni.Attachment?.DeviceIndex,
            Enabled = eni.SourceDestCheck ?? true,
            VpcId = eni.VpcId,
            SubnetId = eni.SubnetId,
            PrivateIpAddress = eni.PrivateIpAddress,
            Region = connection.Region,
        };

    private async Task<List<OverlayIp.SourceDestCheck>> OfInterfacesAsync(
        IReadOnlyList<string> networkInterfaceIds, CancellationToken cancellationToken)
    {
        // The interfaces know their instances' ids but not their names; asking for both at once costs no second round trip.
        var interfaces = CallAsync(
            () => connection.Client.DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [.. networkInterfaceIds] }, cancellationToken),
            networkInterfaceIds,
            cancellationToken);
        var instances = CallAsync(
            () => connection.Client.DescribeInstancesAsync(
                new DescribeInstancesRequest
                {
                    Filters = [new Filter { Name = "network-interface.network-interface-id", Values = [.. networkInterfaceIds] }],
                },
                cancellationToken),
            [],
            cancellationToken);
        await Task.WhenAll(interfaces, instances);
        var names = (from reservation in (await instances).Reservations ?? []
                     from instance in reservation.Instances ?? []
                     select (instance.InstanceId, NameOf(instance))).ToDictionary(i => i.InstanceId!, i => i.Item2);
        return
        [
            .. ((await interfaces).NetworkInterfaces ?? []).Select(eni => new OverlayIp.SourceDestCheck
            {
                NetworkInterfaceId = eni.NetworkInterfaceId!,
                InstanceId = string.IsNullOrEmpty(eni.Attachment?.InstanceId) ? null : eni.Attachment.InstanceId,
                InstanceName = names.GetValueOrDefault(eni.Attachment?.InstanceId ?? ""),
                DeviceIndex = eni.Attachment?.DeviceIndex,
                Enabled = eni.SourceDestCheck ?? true,
                VpcId = eni.VpcId,
                SubnetId = eni.SubnetId,
                PrivateIpAddress = eni.PrivateIpAddress,
                Region = connection.Region,
            }),
        ];
    }

    private static string? NameOf(Instance instance) => instance.Tags?.Find(t => t.Key == "Name")?.Value;

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
