using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>
/// Passes when the instance runs and EC2's status checks of it and of its host find nothing wrong (action
/// <c>DescribeInstanceStatus</c>). The checks come once a minute, so this is the slowest of the probes.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class InstanceStatusProbe(Ec2Connection connection) : IHealthProbe
{
    private volatile bool _hasWorked;

    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken)
    {
        if (node.InstanceId is not { } instanceId)
            return ProbeAnswer.Failed("status: the network interface is attached to no instance");

        try
        {
            var answer = await connection.Client.DescribeInstanceStatusAsync(
                new DescribeInstanceStatusRequest { InstanceIds = [instanceId], IncludeAllInstances = true }, cancellationToken);
            _hasWorked = true;
            return answer.InstanceStatuses is [var status, ..] ? Judge(status) : ProbeAnswer.Failed("status: the instance is gone");
        }
        catch (Exception e) when (AwsErrors.HasCode(e, "InvalidInstanceID.NotFound"))
        {
            return ProbeAnswer.Failed("status: the instance is gone");
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            var failure = AwsErrors.Translate(e, instanceId);

            // An API that is down says nothing of the instance. One that never has answered ends the watch.
            return _hasWorked || AwsErrors.IsTransient(e) || failure.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout
                ? ProbeAnswer.Unknown($"status: {failure.Message}")
                : throw failure;
        }
    }

    private static ProbeAnswer Judge(InstanceStatus status)
    {
        var state = status.InstanceState?.Name;
        var (instance, system) = (status.Status?.Status, status.SystemStatus?.Status);
        var detail = $"status: {state?.Value}, instance {instance?.Value}, system {system?.Value}";
        if (state != InstanceStateName.Running || instance == SummaryStatus.Impaired || system == SummaryStatus.Impaired)
            return ProbeAnswer.Failed(detail);

        return instance == SummaryStatus.Ok && system == SummaryStatus.Ok ? ProbeAnswer.Passed(detail) : ProbeAnswer.Unknown(detail);
    }
}
