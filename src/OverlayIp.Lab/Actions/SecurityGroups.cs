using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The security groups that a network interface is given.</summary>
internal static class SecurityGroups
{
    // VPC quotas: security groups per network interface.
    private const int GroupsPerInterface = 16;

    /// <summary>The groups to use: the given ones, which must be of the VPC, or the one for those that name none.</summary>
    public static IReadOnlyList<string> Require(LabState state, string vpcId, IReadOnlyList<string> given)
    {
        foreach (var id in given)
        {
            if (state.SecurityGroup(id).VpcId != vpcId)
            {
                throw Ec2Errors.InvalidParameterValue($"The security group '{id}' does not belong to VPC '{vpcId}'");
            }
        }

        if (given.Count > GroupsPerInterface)
        {
            throw new Ec2Exception("SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface has been reached.");
        }

        return given.Count > 0
            ? given.Distinct(StringComparer.Ordinal).ToArray()
            : [VpcSecurityGroups.LaunchGroupOf(state, state.Vpc(vpcId))];
    }
}
