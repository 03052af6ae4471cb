namespace OverlayIp.Engine.Policies;

/// <summary>Where a policy applies and to what: everything that its document depends on but the purpose.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Region">The Region.</param>
/// <param name="AccountId">The account, or null when nothing needs it.</param>
/// <param name="Resources">The route tables, instances and network interfaces.</param>
public sealed record PolicyScope(string Partition, string Region, string? AccountId, IReadOnlyList<OverlayPolicyResource> Resources)
{
    /// <summary>The ARNs of one type, in the order of their ids' first mention.</summary>
    public IReadOnlyList<string> ArnsOf(string type) => [.. Resources.Where(r => r.Arn.Type == type).Select(r => r.Arn.ToString())];

    /// <summary>The ARNs of the VPCs of the route tables, as far as they are known.</summary>
    public IReadOnlyList<string> VpcArns =>
    [
        .. Resources.Where(r => r.VpcId is not null && r.Arn.Type == Ec2Arn.RouteTable)
            .Select(r => (r.Arn with { Type = Ec2Arn.Vpc, Id = r.VpcId! }).ToString()).Distinct(StringComparer.Ordinal),
    ];
}
