using System.Collections.Immutable;

namespace OverlayIp.Lab.Vpc;

/// <summary>The network ACLs that a VPC has from the beginning, and which one a subnet has.</summary>
internal static class VpcNetworkAcls
{
    public const int TcpProtocol = 6;
    public const int UdpProtocol = 17;
    public const int IcmpProtocol = 1;
    public const int Icmpv6Protocol = 58;

    private const int FirstRule = 100;
    private const int FirstIpv6Rule = 101;
    private const int LastRule = 32767;
    private const int LastIpv6Rule = 32768;

    private static readonly CidrBlock EveryIpv4 = CidrBlock.Parse("0.0.0.0/0");
    private static readonly CidrBlock EveryIpv6 = CidrBlock.Parse("::/0");

    /// <summary>The default ACL, as AWS makes it: it allows everything
    /// (https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html).</summary>
    public static NetworkAclResource Default(VpcResource vpc) => new()
    {
        // Made from the VPC's id and not drawn, so that the ids of everything else stay what a seed always gave.
        Id = "acl-" + DigitsOf(vpc.Id),
        VpcId = vpc.Id,
        IsDefault = true,
        Entries = [.. AllowingAll(FirstRule, EveryIpv4), .. HasIpv6(vpc) ? AllowingAll(FirstIpv6Rule, EveryIpv6) : []],
    };

    /// <summary>The rules with the last ones, which deny what no other matches. Nobody can change or delete them.</summary>
    public static IEnumerable<NetworkAclEntry> EntriesWithLast(LabState state, NetworkAclResource acl)
    {
        var hasIpv6 = state.Vpcs.TryGetValue(acl.VpcId, out var vpc) && HasIpv6(vpc);
        return acl.Entries
            .Concat(Both(isEgress => new(LastRule, isEgress, -1, IsAllow: false, EveryIpv4)))
            .Concat(hasIpv6 ? Both(isEgress => new(LastIpv6Rule, isEgress, -1, IsAllow: false, EveryIpv6)) : [])
            .OrderByDescending(entry => entry.IsEgress)
            .ThenBy(entry => entry.RuleNumber);
    }

    /// <summary>The default ACL with a rule for IPv6, which it gets with the VPC's first IPv6 block unless its rules were changed.</summary>
    public static NetworkAclResource WithIpv6(NetworkAclResource acl) =>
        acl.IsDefault && acl.Entries.SequenceEqual(AllowingAll(FirstRule, EveryIpv4))
            ? acl with { Entries = [.. AllowingAll(FirstRule, EveryIpv4), .. AllowingAll(FirstIpv6Rule, EveryIpv6)] }
            : acl;

    /// <summary>The association that every subnet has: the one that it was given, or that with its VPC's default ACL.</summary>
    public static NetworkAclAssociation AssociationOf(LabState state, SubnetResource subnet) =>
        subnet.NetworkAcl ?? new NetworkAclAssociation("aclassoc-" + DigitsOf(subnet.Id), DefaultOf(state, subnet.VpcId).Id);

    /// <summary>The default ACL of a VPC.</summary>
    public static NetworkAclResource DefaultOf(LabState state, string vpcId) =>
        state.NetworkAcls.Values.Single(acl => acl.VpcId == vpcId && acl.IsDefault);

    /// <summary>The ACL that a subnet is associated with.</summary>
    public static NetworkAclResource Of(LabState state, SubnetResource subnet) => state.NetworkAcls[AssociationOf(state, subnet).NetworkAclId];

    private static ImmutableArray<NetworkAclEntry> AllowingAll(int number, CidrBlock block) =>
        Both(isEgress => new(number, isEgress, -1, IsAllow: true, block));

    private static ImmutableArray<NetworkAclEntry> Both(Func<bool, NetworkAclEntry> entry) => [entry(true), entry(false)];

    private static bool HasIpv6(VpcResource vpc) => vpc.Cidrs.Any(cidr => cidr.Block.IsIpv6());

    private static string DigitsOf(string id) => id[(id.LastIndexOf('-') + 1)..];
}
