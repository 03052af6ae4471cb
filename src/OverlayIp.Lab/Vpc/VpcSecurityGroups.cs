using System.Collections.Immutable;

namespace OverlayIp.Lab.Vpc;

/// <summary>The security groups that a VPC of the lab has from the beginning.</summary>
internal static class VpcSecurityGroups
{
    /// <summary>The name of the group that instances of a networked lab get when none is named.</summary>
    public const string LaunchName = "overlayip-lab";

    // The private and shared ranges that overlay addresses come from (RFC 1918, RFC 6598, RFC 4193).
    private static readonly string[] OverlayRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

    /// <summary>
    /// The default group, as AWS makes it: members may send to each other, and to everywhere
    /// (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
    /// </summary>
    public static SecurityGroupResource Default(VpcResource vpc) => new()
    {
        Id = vpc.DefaultSecurityGroupId,
        VpcId = vpc.Id,
        GroupName = "default",
        Description = "default VPC security group",
        Rules = [Rule(vpc, 0, isEgress: false, vpc.DefaultSecurityGroupId), .. Egress(vpc)],
    };

    /// <summary>The group of instances that name none, in a networked lab: it lets in what comes from the VPC and from the
    /// ranges that overlay addresses are taken from. EC2 would give them the default group.</summary>
    public static SecurityGroupResource Launch(string id, VpcResource vpc) => new()
    {
        Id = id,
        VpcId = vpc.Id,
        GroupName = LaunchName,
        Description = "Instances of the lab: the VPC and the overlay ranges",
        Rules =
        [
            .. vpc.Cidrs.Select(cidr => cidr.Block.ToString()).Concat(OverlayRanges).Distinct(StringComparer.Ordinal)
                .Select((block, index) => Rule(vpc, 10 + index, isEgress: false, block)),
            .. Egress(vpc),
        ],
    };

    /// <summary>The VPC's launch group, or its default one where there is none.</summary>
    public static string LaunchGroupOf(LabState state, VpcResource vpc) =>
        state.SecurityGroups.Values.FirstOrDefault(group => group.VpcId == vpc.Id && group.GroupName == LaunchName)?.Id
        ?? vpc.DefaultSecurityGroupId;

    private static ImmutableArray<SecurityGroupRule> Egress(VpcResource vpc) =>
        [Rule(vpc, 1, isEgress: true, "0.0.0.0/0"), Rule(vpc, 2, isEgress: true, "::/0")];

    // Made from the VPC's id and not drawn, so that the ids of everything else stay what a seed always gave.
    private static SecurityGroupRule Rule(VpcResource vpc, int number, bool isEgress, string peer) =>
        new($"sgr-{vpc.Id[^17..^2]}{number:x2}", isEgress, "-1", -1, -1, peer);
}
