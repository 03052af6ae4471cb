using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Stops an instance for certain, so that it can neither write to what is shared nor answer for the address any more.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class Fencer(Ec2Connection connection)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Stops an instance without giving its operating system time, and waits until it is stopped (actions <c>StopInstances</c>, <c>DescribeInstances</c>).</summary>
    /// <param name="instanceId">The instance. One that is stopped, terminated or gone is fenced already.</param>
    /// <param name="timeout">How long that may take.</param>
    /// <param name="cancellationToken">Stops the waiting; the instance goes on stopping.</param>
    /// <exception cref="OverlayIpException"><c>FenceNotConfirmed</c>: it was not stopped in time; or a call failed.</exception>
    public async Task FenceAsync(string instanceId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = connection.Time.GetTimestamp();
        var asked = false;
        while (true)
        {
            string? state;
            try
            {
                state = await StateOfAsync(instanceId, cancellationToken);
                if (state is null or "stopped" or "terminated")
                    return;

                if (!asked && state is not "stopping" and not "shutting-down")
                {
                    await connection.Client.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [instanceId], Force = true }, cancellationToken);
                    asked = true;
                    continue;
                }
            }
            catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
            {
                if (!AwsErrors.IsTransient(e) || connection.Time.GetElapsedTime(started) > timeout)
                    throw AwsErrors.Translate(e, instanceId);
                state = "in a state that EC2 does not tell";
            }

            if (connection.Time.GetElapsedTime(started) > timeout)
            {
                throw new OverlayIpException("FenceNotConfirmed", OverlayErrorKind.Timeout,
                    $"The instance {instanceId} was to be stopped and is still {state} after {timeout.TotalSeconds:0} seconds.")
                { Subject = instanceId, RecommendedAction = "Look at the instance; the routes are not moved before it is stopped." };
            }

            await Task.Delay(Pause, connection.Time, cancellationToken);
        }
    }

    private async Task<string?> StateOfAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Client.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [instanceId] }, cancellationToken);
            return (answer.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault()?.State?.Name?.Value;
        }
        catch (AmazonEC2Exception e) when (AwsErrors.HasCode(e, "InvalidInstanceID.NotFound"))
        {
            return null;
        }
    }
}
