using System.Globalization;
using System.Net.Sockets;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateNetworkAclEntry, ReplaceNetworkAclEntry and DeleteNetworkAclEntry.</summary>
internal static class NetworkAclEntryActions
{
    // VPC quotas: rules per network ACL, for each direction. The last one, which denies everything, is counted.
    private const int RulesPerDirection = 20;

    // Higher numbers are EC2's own.
    private const int HighestRuleNumber = 32766;

    public static void Register(ActionTable table)
    {
        const string parameters =
            "NetworkAclId RuleNumber Protocol RuleAction Egress CidrBlock Ipv6CidrBlock Icmp.Type Icmp.Code PortRange.From PortRange.To";
        table.Add("CreateNetworkAclEntry", Create, parameters);
        table.Add("ReplaceNetworkAclEntry", Replace, parameters);
        table.Add("DeleteNetworkAclEntry", Delete, "NetworkAclId RuleNumber Egress");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkAclId", ResourceKind.NetworkAcl);
        var entry = Read(context.Parameters);
        context.Authorize($"network-acl/{id}");
        context.Mutate(state =>
        {
            var acl = state.NetworkAcl(id);
            if (acl.Entries.Any(other => IsSamePlace(other, entry)))
            {
                throw new Ec2Exception("NetworkAclEntryAlreadyExists", $"The network acl entry identified by {entry.RuleNumber} already exists.");
            }

            var changed = With(acl, acl.Entries.Add(entry));
            return VpcNetworkAcls.EntriesWithLast(state, changed).Count(other => other.IsEgress == entry.IsEgress) <= RulesPerDirection
                ? state.With(changed)
                : throw new Ec2Exception("NetworkAclEntryLimitExceeded", "The maximum number of network acl entries has been reached.");
        });
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Replace(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkAclId", ResourceKind.NetworkAcl);
        var entry = Read(context.Parameters);
        context.Authorize($"network-acl/{id}");
        context.Mutate(state =>
        {
            var acl = state.NetworkAcl(id);
            return state.With(With(acl, acl.Entries.Replace(Find(acl, entry.RuleNumber, entry.IsEgress), entry)));
        });
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkAclId", ResourceKind.NetworkAcl);
        var number = ReadNumber(context.Parameters);
        var isEgress = ReadEgress(context.Parameters);
        context.Authorize($"network-acl/{id}");
        context.Mutate(state =>
        {
            var acl = state.NetworkAcl(id);
            return state.With(With(acl, acl.Entries.Remove(Find(acl, number, isEgress))));
        });
        return xml => xml.Text("return", true);
    }

    private static NetworkAclResource With(NetworkAclResource acl, IEnumerable<NetworkAclEntry> entries) =>
        acl with { Entries = [.. entries.OrderByDescending(entry => entry.IsEgress).ThenBy(entry => entry.RuleNumber)] };

    private static bool IsSamePlace(NetworkAclEntry one, NetworkAclEntry other) => one.RuleNumber == other.RuleNumber && one.IsEgress == other.IsEgress;

    private static NetworkAclEntry Find(NetworkAclResource acl, int number, bool isEgress) =>
        acl.Entries.FirstOrDefault(entry => entry.RuleNumber == number && entry.IsEgress == isEgress)
        ?? throw new Ec2Exception(
            "InvalidNetworkAclEntry.NotFound",
            $"no {(isEgress ? "egress" : "ingress")} entry with number {number.ToString(CultureInfo.InvariantCulture)} in network ACL {acl.Id}");

    private static NetworkAclEntry Read(QueryParameters parameters)
    {
        var number = ReadNumber(parameters);
        var protocol = ReadProtocol(parameters);
        var isAllow = parameters.Required("RuleAction") switch
        {
            "allow" => true,
            "deny" => false,
            { } other => throw Ec2Errors.InvalidValue(other, "ruleAction", "Expected allow or deny."),
        };
        var isEgress = ReadEgress(parameters);
        var block = ReadBlock(parameters);
        return new NetworkAclEntry(number, isEgress, protocol, isAllow, block, ReadPorts(parameters, protocol), ReadIcmp(parameters, protocol, block));
    }

    private static int ReadNumber(QueryParameters parameters)
    {
        var number = parameters.RequiredInteger("RuleNumber");
        return number is >= 1 and <= HighestRuleNumber
            ? number
            : throw Ec2Errors.InvalidValue(
                number.ToString(CultureInfo.InvariantCulture), "ruleNumber", $"Expected a number from 1 to {HighestRuleNumber.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static bool ReadEgress(QueryParameters parameters) => parameters.OptionalBoolean("Egress") ?? throw Ec2Errors.MissingParameter("egress");

    private static int ReadProtocol(QueryParameters parameters)
    {
        // Numbers alone: it is the AWS CLI that turns "tcp" into 6.
        var text = parameters.Required("Protocol");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var protocol) && protocol is >= -1 and <= 255
            ? protocol
            : throw Ec2Errors.InvalidValue(text, "protocol", "Unknown protocol.");
    }

    private static CidrBlock ReadBlock(QueryParameters parameters)
    {
        const string message = "The request must contain exactly one of: cidrBlock, ipv6CidrBlock";
        var (ipv4, ipv6) = (parameters.Optional("CidrBlock"), parameters.Optional("Ipv6CidrBlock"));
        if (ipv4 is null == ipv6 is null)
        {
            throw ipv4 is null ? new Ec2Exception("MissingParameter", message) : Ec2Errors.InvalidParameterCombination(message);
        }

        var (text, family, name) = ipv6 is null
            ? (ipv4!, AddressFamily.InterNetwork, "cidrBlock")
            : (ipv6, AddressFamily.InterNetworkV6, "ipv6CidrBlock");
        // EC2 clears host bits here as well.
        return text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block) && block.AddressFamily == family
            ? block
            : throw Ec2Errors.InvalidValue(text, name, "This is not a valid CIDR block.");
    }

    // Those of other protocols are taken and mean nothing, as EC2 documents.
    private static PortRange? ReadPorts(QueryParameters parameters, int protocol)
    {
        if (protocol is not (VpcNetworkAcls.TcpProtocol or VpcNetworkAcls.UdpProtocol))
        {
            return null;
        }

        var (from, to) = (parameters.RequiredInteger("PortRange.From"), parameters.RequiredInteger("PortRange.To"));
        return from is >= 0 and <= 65535 && to >= from && to <= 65535
            ? new PortRange(from, to)
            : throw Ec2Errors.InvalidValue(
                string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"), "portRange", "Ports must be from 0 to 65535, and the first no higher than the last.");
    }

    private static IcmpTypeCode? ReadIcmp(QueryParameters parameters, int protocol, CidrBlock block)
    {
        var isIcmp = protocol == VpcNetworkAcls.IcmpProtocol || (protocol == VpcNetworkAcls.Icmpv6Protocol && block.IsIpv6());
        if (!isIcmp)
        {
            return null;
        }

        var (type, code) = (parameters.RequiredInteger("Icmp.Type"), parameters.RequiredInteger("Icmp.Code"));
        return type is >= -1 and <= 255 && code is >= -1 and <= 255
            ? new IcmpTypeCode(type, code)
            : throw Ec2Errors.InvalidValue(string.Create(CultureInfo.InvariantCulture, $"{type}/{code}"), "icmpTypeCode", "Expected numbers from -1 to 255.");
    }
}
