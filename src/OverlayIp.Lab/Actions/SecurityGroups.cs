using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Each VPC of the lab has its default security group and no other: nothing is filtered here.</summary>
internal static class SecurityGroups
{
    /// <summary>The groups to use: the given ones, which must be of the VPC, or its default.</summary>
    public static IReadOnlyList<string> Require(LabState state, string vpcId, IReadOnlyList<string> given)
    {
        var own = state.Vpc(vpcId).DefaultSecurityGroupId;
        foreach (var id in given)
        {
            if (id != own)
            {
                throw new Ec2Exception(ResourceKind.SecurityGroup.NotFoundCode, $"The security group '{id}' does not exist");
            }
        }

        return given.Count > 0 ? given : [own];
    }
}
