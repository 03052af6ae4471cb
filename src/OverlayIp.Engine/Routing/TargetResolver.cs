using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>Finds the network interface, the state and the source/destination check of a target.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class TargetResolver(Ec2Connection connection)
{
    /// <summary>Resolves a target within one round trip (actions <c>DescribeInstances</c>, <c>DescribeNetworkInterfaces</c>).</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException"><c>InstanceNotFound</c>, <c>NetworkInterfaceNotFound</c>, <c>TargetHasSeveralInterfaces</c>,
    /// <c>TargetHasNoInterface</c>, or a failed call.</exception>
    public async Task<ResolvedTarget> ResolveAsync(RouteTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return target.InstanceId is { } instanceId
                ? await ResolveInstanceAsync(instanceId, cancellationToken)
                : await ResolveInterfaceAsync(target.NetworkInterfaceId!, cancellationToken);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, target.ToString());
        }
    }

    private async Task<ResolvedTarget> ResolveInstanceAsync(string instanceId, CancellationToken cancellationToken)
    {
        var answer = await connection.Client.DescribeInstancesAsync(
            new DescribeInstancesRequest { InstanceIds = [instanceId] }, cancellationToken);
        var instance = InstancesOf(answer).FirstOrDefault()
            ?? throw new OverlayIpException("InstanceNotFound", OverlayErrorKind.NotFound, $"The instance '{instanceId}' does not exist.")
            { Subject = instanceId };
        return instance.NetworkInterfaces switch
        {
            [var only] => Of(instance, only.NetworkInterfaceId!, only.VpcId!, only.SourceDestCheck) with
            {
                PrivateIpAddress = NullIfEmpty(only.PrivateIpAddress) ?? only.Ipv6Addresses?.FirstOrDefault()?.Ipv6Address,
            },

            // A terminated instance has lost its interfaces.
            null or [] => throw new OverlayIpException("TargetNotRunning", OverlayErrorKind.Refused,
                $"The instance '{instanceId}' is {instance.State?.Name?.Value ?? "gone"} and has no network interface that a route could point to.")
            { Subject = instanceId, RecommendedAction = "Choose a running instance." },
            var several => throw new OverlayIpException("TargetHasSeveralInterfaces", OverlayErrorKind.InvalidArgument,
                $"The instance '{instanceId}' has several network interfaces ({string.Join(", ", several.OrderBy(n => n.Attachment?.DeviceIndex).Select(n => n.NetworkInterfaceId))}), and a route points to one.")
            { Subject = instanceId, RecommendedAction = "Name the network interface with -NetworkInterfaceId." },
        };
    }

    private async Task<ResolvedTarget> ResolveInterfaceAsync(string networkInterfaceId, CancellationToken cancellationToken)
    {
        // The instance's state decides whether the route will be a blackhole. Asking for it by filter, at the same time,
        // saves the round trip that following the attachment would cost.
        var interfaces = connection.Client.DescribeNetworkInterfacesAsync(
            new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [networkInterfaceId] }, cancellationToken);
        var instances = connection.Client.DescribeInstancesAsync(
            new DescribeInstancesRequest
            {
                Filters = [new Filter { Name = "network-interface.network-interface-id", Values = [networkInterfaceId] }],
            },
            cancellationToken);
        await Task.WhenAll(interfaces, instances);

        var found = (await interfaces).NetworkInterfaces?.FirstOrDefault()
            ?? throw new OverlayIpException("NetworkInterfaceNotFound", OverlayErrorKind.NotFound,
                $"The network interface '{networkInterfaceId}' does not exist.")
            { Subject = networkInterfaceId };
        var instance = InstancesOf(await instances).FirstOrDefault();
        var resolved = Of(instance, found.NetworkInterfaceId!, found.VpcId!, found.SourceDestCheck) with
        {
            PrivateIpAddress = NullIfEmpty(found.PrivateIpAddress) ?? found.Ipv6Addresses?.FirstOrDefault()?.Ipv6Address,
        };

        // An instance of another account, in a shared subnet, is seen on the attachment only.
        return resolved.InstanceId is null && found.Attachment?.InstanceId is { Length: > 0 } attachedTo
            ? resolved with { InstanceId = attachedTo }
            : resolved;
    }

    private static IEnumerable<Instance> InstancesOf(DescribeInstancesResponse answer) =>
        (answer.Reservations ?? []).SelectMany(r => r.Instances ?? []);

    private static ResolvedTarget Of(Instance? instance, string networkInterfaceId, string vpcId, bool? sourceDestCheck) => new()
    {
        NetworkInterfaceId = networkInterfaceId,
        InstanceId = instance?.InstanceId,
        InstanceName = instance?.Tags?.Find(t => t.Key == "Name")?.Value,
        InstanceState = instance?.State?.Name?.Value,
        VpcId = vpcId,
        SourceDestCheck = sourceDestCheck ?? true,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
