using OverlayIp.Lab.Metadata;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>What stays the same for the life of a lab.</summary>
internal sealed record LabAccount(string AccountId, string Region, IdSource Ids, TimeProvider Clock, TimeSpan TransitionDelay)
{
    /// <summary>The Availability Zones of the Region.</summary>
    public IReadOnlyList<string> Zones { get; } = [Region + "a", Region + "b", Region + "c"];

    /// <summary>The partition: <c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>, which is the second part of every ARN.</summary>
    public string Partition { get; } =
        Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    /// <summary>What the names of the partition's endpoints end with.</summary>
    public string DnsSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    /// <summary>The ARN of an EC2 resource, such as <c>route-table/rtb-…</c>. Images are no account's, as far as ARNs go.</summary>
    public string Ec2Arn(string resource) =>
        $"arn:{Partition}:ec2:{Region}:{(resource.StartsWith("image/", StringComparison.Ordinal) ? "" : AccountId)}:{resource}";

    /// <summary>The ARN of a resource of a service without Regions, such as <c>role/name</c> of <c>iam</c>.</summary>
    public string GlobalArn(string service, string resource) => $"arn:{Partition}:{service}::{AccountId}:{resource}";

    /// <summary>True when the lab has a network: VPCs then get the group of <see cref="VpcSecurityGroups.Launch"/> as well.</summary>
    public bool IsNetworked { get; init; }

    /// <summary>What applies to the metadata of instances that say nothing of their own.</summary>
    public MetadataDefaults Metadata { get; init; } = new(AllowV1: false, Tags: false);

    /// <summary>Gives the VPC its launch group, if it is to have one and has none.</summary>
    public LabState LaunchGroup(LabState state, VpcResource vpc) =>
        IsNetworked && VpcSecurityGroups.LaunchGroupOf(state, vpc) == vpc.DefaultSecurityGroupId
            ? state.With(VpcSecurityGroups.Launch(Ids.New("sg"), vpc))
            : state;

    /// <summary>The id of a zone, such as <c>euc1-az1</c> for <c>eu-central-1a</c>.</summary>
    public string ZoneId(string zone)
    {
        var parts = Region.Split('-');
        var area = string.Concat(parts[..^1].Select((part, index) => index == 0 ? part : Abbreviate(part)));
        return $"{area}{parts[^1]}-az{zone[^1] - 'a' + 1}";
    }

    private static string Abbreviate(string compass) => compass switch
    {
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        { Length: > 0 } => compass[..1],
        _ => "",
    };
}
