using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Reading;

/// <summary>Turns EC2's answers into facts: nulls into empty lists, texts into blocks and numbers.</summary>
internal static class FactMapping
{
    // The types of interface that send packets of their own; gateways, endpoints and load balancers are the others.
    private static readonly HashSet<string> ClientTypes = ["interface", "efa", "lambda", "trunk", "branch"];

    public static RouteTableFact Of(RouteTableView table) => new()
    {
        Id = table.Id,
        VpcId = table.VpcId,
        Name = table.Name,
        IsMain = table.IsMain,
        SubnetIds = table.SubnetIds,
        Routes = [.. table.AllRoutes.Select(r => new RouteFact
        {
            Destination = r.Destination,
            Hop = RouteHop.Of(r.Route),
            InstanceId = NullIfEmpty(r.Route.InstanceId),
            IsBlackhole = r.Route.State == Amazon.EC2.RouteState.Blackhole,
            IsLocal = RouteTableView.IsLocal(r.Route),
            IsPropagated = r.Route.Origin == RouteOrigin.EnableVgwRoutePropagation,
        })],
        OverlayRoutes = [.. table.OverlayRoutes],
    };

    public static SubnetFact Of(Subnet subnet) => new()
    {
        Id = subnet.SubnetId!,
        Name = NameIn(subnet.Tags),
        Blocks = BlocksIn([subnet.CidrBlock, .. (subnet.Ipv6CidrBlockAssociationSet ?? [])
            .Where(a => a.Ipv6CidrBlockState?.State?.Value is null or "associated").Select(a => a.Ipv6CidrBlock)]),
    };

    public static VpcFact Of(Amazon.EC2.Model.Vpc vpc) => new(
        vpc.VpcId!,
        NameIn(vpc.Tags),
        BlocksIn([vpc.CidrBlock,
            .. (vpc.CidrBlockAssociationSet ?? []).Where(a => a.CidrBlockState?.State?.Value is null or "associated").Select(a => a.CidrBlock),
            .. (vpc.Ipv6CidrBlockAssociationSet ?? []).Where(a => a.Ipv6CidrBlockState?.State?.Value is null or "associated").Select(a => a.Ipv6CidrBlock)]));

    public static NetworkInterfaceFact Of(NetworkInterface eni) => new()
    {
        Id = eni.NetworkInterfaceId!,
        Name = NameIn(eni.TagSet),
        InstanceId = NullIfEmpty(eni.Attachment?.InstanceId),
        DeviceIndex = eni.Attachment?.DeviceIndex,
        VpcId = eni.VpcId!,
        SubnetId = eni.SubnetId!,
        MacAddress = NullIfEmpty(eni.MacAddress),
        Addresses = BlocksIn([eni.PrivateIpAddress, .. (eni.PrivateIpAddresses ?? []).Select(a => a.PrivateIpAddress), .. (eni.Ipv6Addresses ?? []).Select(a => a.Ipv6Address)]),
        GroupIds = [.. (eni.Groups ?? []).Select(g => g.GroupId!)],
        SourceDestCheck = eni.SourceDestCheck ?? true,
        IsClient = eni.InterfaceType is null || ClientTypes.Contains(eni.InterfaceType.Value),
    };

    public static InstanceFact Of(Instance instance) => new()
    {
        Id = instance.InstanceId!,
        Name = NameIn(instance.Tags),
        State = instance.State?.Name?.Value ?? "unknown",
        VpcId = NullIfEmpty(instance.VpcId),
        Interfaces = [.. (instance.NetworkInterfaces ?? []).OrderBy(eni => eni.Attachment?.DeviceIndex).Select(eni => Of(instance, eni))],
    };

    public static InstanceHealthFact Of(InstanceStatus status) => new(
        status.InstanceId!,
        status.SystemStatus?.Status?.Value ?? "unknown",
        status.Status?.Status?.Value ?? "unknown",
        [.. (status.Events ?? []).Where(e => !IsOver(e)).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Code?.Value}{(e.NotBefore is { } at ? $" from {at.ToUniversalTime():yyyy-MM-dd HH:mm} UTC" : "")}"))]);

    public static SecurityGroupFact Of(SecurityGroup group) => new()
    {
        Id = group.GroupId!,
        Name = NullIfEmpty(group.GroupName),
        Inbound = [.. (group.IpPermissions ?? []).SelectMany(RulesOf)],
        Outbound = [.. (group.IpPermissionsEgress ?? []).SelectMany(RulesOf)],
    };

    public static NetworkAclFact Of(NetworkAcl acl) => new()
    {
        Id = acl.NetworkAclId!,
        Name = NameIn(acl.Tags),
        SubnetIds = [.. (acl.Associations ?? []).Select(a => a.SubnetId!)],
        Entries = [.. from entry in acl.Entries ?? []
                      let block = OverlayIp.CidrBlock.TryParse(NullIfEmpty(entry.CidrBlock) ?? entry.Ipv6CidrBlock, out var parsed) ? parsed : null
                      where block is not null
                      let protocol = NumberOf(entry.Protocol)
                      select new AclEntryFact
                      {
                          Number = entry.RuleNumber ?? AclEntryFact.LastNumber,
                          IsEgress = entry.Egress == true,
                          IsAllow = entry.RuleAction == RuleAction.Allow,
                          Protocol = protocol,
                          Block = block,
                          Ports = protocol is 1 or 58 ? TypesOf(entry.IcmpTypeCode?.Type) : PortsOf(entry.PortRange?.From, entry.PortRange?.To),
                      }],
    };

    public static PeeringFact? PeeringOf(VpcPeeringConnection peering, string vpcId)
    {
        var peer = peering.RequesterVpcInfo?.VpcId == vpcId ? peering.AccepterVpcInfo : peering.AccepterVpcInfo?.VpcId == vpcId ? peering.RequesterVpcInfo : null;
        return peer?.VpcId is not { } peerId
            ? null
            : new PeeringFact(peering.VpcPeeringConnectionId!, peerId, BlocksIn(
                [peer.CidrBlock, .. (peer.CidrBlockSet ?? []).Select(c => c.Cidr), .. (peer.Ipv6CidrBlockSet ?? []).Select(c => c.Value)]));
    }

    public static IReadOnlyList<OverlayIp.CidrBlock> BlocksIn(IEnumerable<string?> texts) =>
        [.. texts.Select(text => OverlayIp.CidrBlock.TryParse(text, out var block) ? block : null).OfType<OverlayIp.CidrBlock>().Distinct()];

    private static NetworkInterfaceFact Of(Instance instance, InstanceNetworkInterface eni) => new()
    {
        Id = eni.NetworkInterfaceId!,
        Name = NameIn(instance.Tags),
        InstanceId = instance.InstanceId,
        DeviceIndex = eni.Attachment?.DeviceIndex,
        VpcId = eni.VpcId!,
        SubnetId = eni.SubnetId!,
        MacAddress = NullIfEmpty(eni.MacAddress),
        Addresses = BlocksIn([eni.PrivateIpAddress, .. (eni.PrivateIpAddresses ?? []).Select(a => a.PrivateIpAddress), .. (eni.Ipv6Addresses ?? []).Select(a => a.Ipv6Address)]),
        GroupIds = [.. (eni.Groups ?? []).Select(g => g.GroupId!)],
        SourceDestCheck = eni.SourceDestCheck ?? true,
    };

    private static IEnumerable<GroupRuleFact> RulesOf(IpPermission permission)
    {
        var protocol = NumberOf(permission.IpProtocol);
        var ports = protocol is 1 or 58 ? TypesOf(permission.FromPort) : PortsOf(permission.FromPort, permission.ToPort);
        var rule = new GroupRuleFact { Protocol = protocol, Ports = ports };
        return
        [
            .. BlocksIn([.. (permission.Ipv4Ranges ?? []).Select(r => r.CidrIp), .. (permission.Ipv6Ranges ?? []).Select(r => r.CidrIpv6)]).Select(block => rule with { Block = block }),
            .. (permission.PrefixListIds ?? []).Select(list => rule with { PrefixListId = list.Id }),
            .. (permission.UserIdGroupPairs ?? []).Select(pair => rule with { GroupId = pair.GroupId }),
        ];
    }

    // Names in security groups, numbers in network ACLs; "-1" is every protocol.
    private static int NumberOf(string? protocol) => protocol switch
    {
        "tcp" => 6,
        "udp" => 17,
        "icmp" => 1,
        "icmpv6" => 58,
        _ => int.TryParse(protocol, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : -1,
    };

    private static OverlayPortRange? PortsOf(int? first, int? last) =>
        first is >= 0 and <= 65535 && last is >= 0 and <= 65535 && first <= last ? new OverlayPortRange(first.Value, last.Value) : null;

    private static OverlayPortRange? TypesOf(int? type) => type is >= 0 and <= 255 ? new OverlayPortRange(type.Value, type.Value) : null;

    // EC2 keeps events for a week after they are over, marked in their description.
    private static bool IsOver(InstanceStatusEvent scheduled) =>
        scheduled.Description is { } text
        && (text.StartsWith("[Completed]", StringComparison.OrdinalIgnoreCase) || text.StartsWith("[Canceled]", StringComparison.OrdinalIgnoreCase));

    private static string? NameIn(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value is { Length: > 0 } name ? name : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
