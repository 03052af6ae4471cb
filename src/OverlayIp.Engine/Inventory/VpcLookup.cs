using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Inventory;

/// <summary>Tells VPCs that have nothing of what was looked for from VPCs that do not exist.</summary>
internal static class VpcLookup
{
    /// <summary>Filters match nothing for an unknown VPC, silently; naming the VPCs makes EC2 say so (action <c>DescribeVpcs</c>).</summary>
    /// <param name="connection">The way to EC2.</param>
    /// <param name="vpcIds">The VPCs of which nothing was found; nothing is asked when there are none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="OverlayIpException"><c>VpcNotFound</c>, or a failed call.</exception>
    public static async Task RequireAsync(Ec2Connection connection, IReadOnlyCollection<string> vpcIds, CancellationToken cancellationToken)
    {
        if (vpcIds.Count == 0)
        {
            return;
        }

        try
        {
            await connection.Client.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = [.. vpcIds] }, cancellationToken);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, [.. vpcIds]));
        }
    }
}
