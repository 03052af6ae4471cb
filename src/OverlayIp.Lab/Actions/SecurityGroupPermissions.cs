using System.Globalization;
using System.Net.Sockets;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Reads the rules of a request: <c>IpPermissions.N</c>, or the one that the older plain parameters mean.</summary>
internal static class SecurityGroupPermissions
{
    public const string Names =
        "IpProtocol FromPort ToPort CidrIp IpPermissions.N.IpProtocol IpPermissions.N.FromPort IpPermissions.N.ToPort "
        + "IpPermissions.N.IpRanges.N.CidrIp IpPermissions.N.IpRanges.N.Description "
        + "IpPermissions.N.Ipv6Ranges.N.CidrIpv6 IpPermissions.N.Ipv6Ranges.N.Description "
        + "IpPermissions.N.PrefixListIds.N.PrefixListId IpPermissions.N.PrefixListIds.N.Description "
        + "IpPermissions.N.Groups.N.GroupId IpPermissions.N.Groups.N.UserId IpPermissions.N.Groups.N.VpcId IpPermissions.N.Groups.N.Description";

    private static readonly Dictionary<string, string> ProtocolNames = new(StringComparer.Ordinal)
    {
        ["1"] = "icmp",
        ["6"] = "tcp",
        ["17"] = "udp",
        ["58"] = "icmpv6",
        ["all"] = "-1",
    };

    /// <summary>The rules, without ids.</summary>
    public static IReadOnlyList<SecurityGroupRule> Read(QueryParameters parameters, bool isEgress)
    {
        var indexes = parameters.Indexes("IpPermissions");
        if (indexes.Count > 0)
        {
            return indexes.SelectMany(index => ReadOne(parameters, $"IpPermissions.{index}.", isEgress)).ToArray();
        }

        if (parameters.Optional("IpProtocol") is null)
        {
            return [];
        }

        var template = Template(parameters, "", isEgress);
        return [template with { Peer = Block(parameters.Required("CidrIp"), AddressFamily.InterNetwork) }];
    }

    private static SecurityGroupRule[] ReadOne(QueryParameters parameters, string prefix, bool isEgress)
    {
        var template = Template(parameters, prefix, isEgress);
        var rules = Peers(parameters, prefix + "IpRanges", "CidrIp", text => Block(text, AddressFamily.InterNetwork))
            .Concat(Peers(parameters, prefix + "Ipv6Ranges", "CidrIpv6", text => Block(text, AddressFamily.InterNetworkV6)))
            .Concat(Peers(parameters, prefix + "PrefixListIds", "PrefixListId", ResourceKind.PrefixList.RequireWellFormed))
            .Concat(Peers(parameters, prefix + "Groups", "GroupId", ResourceKind.SecurityGroup.RequireWellFormed))
            .Select(peer => template with { Peer = peer.Peer, Description = peer.Description })
            .ToArray();
        return rules.Length > 0
            ? rules
            : throw Ec2Errors.InvalidParameterCombination("A permission must name at least one source or destination");
    }

    private static IEnumerable<(string Peer, string? Description)> Peers(QueryParameters parameters, string list, string name, Func<string, string> check) =>
        parameters.Indexes(list).Select(index => (
            check(parameters.Required($"{list}.{index}.{name}")),
            parameters.Optional($"{list}.{index}.Description")));

    private static SecurityGroupRule Template(QueryParameters parameters, string prefix, bool isEgress)
    {
        var given = parameters.Required(prefix + "IpProtocol").ToLowerInvariant();
        var protocol = ProtocolNames.GetValueOrDefault(given, given);
        var from = parameters.OptionalInteger(prefix + "FromPort");
        var to = parameters.OptionalInteger(prefix + "ToPort");
        switch (protocol)
        {
            case "-1":
                return new("", isEgress, protocol, -1, -1, "");
            case "tcp" or "udp":
                RequirePorts(protocol, from, to);
                return new("", isEgress, protocol, from!.Value, to!.Value, "");
            case "icmp" or "icmpv6":
                return new("", isEgress, protocol, from ?? -1, to ?? -1, "");
        }

        return byte.TryParse(protocol, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new("", isEgress, protocol, -1, -1, "")
            : throw Ec2Errors.InvalidParameterValue($"Invalid value '{given}' for IP protocol. Unknown protocol.");
    }

    private static void RequirePorts(string protocol, int? from, int? to)
    {
        if (from is null || to is null)
        {
            throw Ec2Errors.InvalidParameterValue($"Invalid value 'Must specify both from and to ports with {protocol.ToUpperInvariant()}/UDP.' for portRange.");
        }

        if (from is < 0 or > 65535 || to is < 0 or > 65535 || from > to)
        {
            throw Ec2Errors.InvalidParameterValue(string.Create(
                CultureInfo.InvariantCulture, $"Invalid value '{from}-{to}' for portRange. Ports must be from 0 to 65535, and the first no higher than the last."));
        }
    }

    // EC2 clears host bits in a rule, as it does in a route.
    private static string Block(string text, AddressFamily family) =>
        text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block) && block.AddressFamily == family
            ? block.ToString()
            : throw Ec2Errors.InvalidParameterValue($"CIDR block {text} is malformed");
}
