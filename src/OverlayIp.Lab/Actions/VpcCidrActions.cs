using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>
/// AssociateVpcCidrBlock and DisassociateVpcCidrBlock. Every block of a VPC has a local route in every table, and decides
/// which destinations an overlay route may have.
/// </summary>
internal static class VpcCidrActions
{
    private const int BlocksPerVpc = 5;

    private static readonly CidrBlock[] PrivateRanges =
        [CidrBlock.Parse("10.0.0.0/8"), CidrBlock.Parse("172.16.0.0/12"), CidrBlock.Parse("192.168.0.0/16")];

    public static void Register(ActionTable table)
    {
        table.Add("AssociateVpcCidrBlock", Associate, "VpcId CidrBlock AmazonProvidedIpv6CidrBlock Ipv6CidrBlockNetworkBorderGroup");
        table.Add("DisassociateVpcCidrBlock", Disassociate, "AssociationId");
    }

    /// <summary>An IPv4 block that a VPC may have.</summary>
    public static CidrBlock ReadIpv4(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) || !CidrBlock.TryParse(text, out var block) || block.IsIpv6())
        {
            throw Ec2Errors.InvalidValue(text, "cidrBlock", "This is not a valid CIDR block.");
        }

        return block.PrefixLength is >= 16 and <= 28
            ? block
            : throw new Ec2Exception("InvalidVpc.Range", $"The CIDR '{text}' is invalid.");
    }

    /// <summary>A /56 such as Amazon provides, but from the documentation's range: it must not be taken for a real one.</summary>
    public static VpcCidr NewIpv6(IdSource ids)
    {
        var digits = ids.New("v6")[^6..];
        return new VpcCidr(
            ids.New(ResourceKind.VpcCidrAssociation.Prefix),
            CidrBlock.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8:{digits[..4]}:{digits[4..]}00::/56")));
    }

    public static void WriteIpv4(Ec2Xml xml, VpcCidr cidr, string state)
    {
        xml.Text("cidrBlock", cidr.Block.ToString());
        xml.Text("associationId", cidr.AssociationId);
        xml.Element("cidrBlockState", status => status.Text("state", state));
    }

    public static void WriteIpv6(ActionContext context, Ec2Xml xml, VpcCidr cidr, string state)
    {
        xml.Text("ipv6CidrBlock", cidr.Block.ToString());
        xml.Text("associationId", cidr.AssociationId);
        xml.Element("ipv6CidrBlockState", status => status.Text("state", state));
        xml.Text("networkBorderGroup", context.Account.Region);
        xml.Text("ipv6Pool", "Amazon");
    }

    private static Action<Ec2Xml> Associate(ActionContext context)
    {
        var vpcId = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        var text = context.Parameters.Optional("CidrBlock");
        var amazon = context.Parameters.Boolean("AmazonProvidedIpv6CidrBlock");
        if (text is null == !amazon)
        {
            throw new Ec2Exception(
                amazon ? "InvalidParameterCombination" : "MissingParameter",
                "The request must contain exactly one of: cidrBlock, amazonProvidedIpv6CidrBlock");
        }

        var block = text is null ? null : ReadIpv4(text);
        context.Authorize($"vpc/{vpcId}");
        var added = context.Mutate(state =>
        {
            var vpc = state.Vpc(vpcId);
            var cidr = block is null ? NewIpv6(context.Ids) : new VpcCidr(context.Ids.New(ResourceKind.VpcCidrAssociation.Prefix), block);
            RequireAssociable(state, vpc, cidr.Block);
            return (AddTo(state, vpc, cidr), cidr);
        });
        return xml => WriteAssociation(context, xml, vpcId, added, "associating");
    }

    private static Action<Ec2Xml> Disassociate(ActionContext context)
    {
        var id = context.Parameters.RequiredId("AssociationId", ResourceKind.VpcCidrAssociation);
        var owner = context.Present.Vpcs.Values.FirstOrDefault(vpc => vpc.Cidrs.Any(cidr => cidr.AssociationId == id));
        context.Authorize(owner is null ? "vpc/*" : $"vpc/{owner.Id}");
        var (vpcId, removed) = context.Mutate(state =>
        {
            var vpc = state.Vpcs.Values.FirstOrDefault(candidate => candidate.Cidrs.Any(cidr => cidr.AssociationId == id))
                ?? throw new Ec2Exception(ResourceKind.VpcCidrAssociation.NotFoundCode, $"The vpc CIDR block association ID '{id}' does not exist");
            var cidr = vpc.Cidrs.First(candidate => candidate.AssociationId == id);
            if (cidr == vpc.Cidrs[0])
            {
                throw new Ec2Exception(
                    "OperationNotPermitted",
                    $"The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC");
            }

            if (state.Subnets.Values.Any(subnet => subnet.VpcId == vpc.Id
                && (cidr.Block.Contains(subnet.Cidr) || (subnet.Ipv6Cidr is { } ipv6 && cidr.Block.Contains(ipv6)))))
            {
                throw new Ec2Exception("InvalidCidrBlock.InUse", $"The vpc {vpc.Id} currently has a subnet within CIDR block {cidr.Block}");
            }

            return (RemoveFrom(state, vpc, cidr), (vpc.Id, cidr));
        });
        return xml => WriteAssociation(context, xml, vpcId, removed, "disassociating");
    }

    private static void RequireAssociable(LabState state, VpcResource vpc, CidrBlock block)
    {
        if (vpc.Cidrs.Count(cidr => cidr.Block.IsIpv6() == block.IsIpv6()) >= BlocksPerVpc)
        {
            throw new Ec2Exception("CidrLimitExceeded", $"This network '{vpc.Id}' has met its maximum number of allowed CIDRs: {BlocksPerVpc}");
        }

        if (vpc.Cidrs.Any(cidr => cidr.Block.Overlaps(block)))
        {
            throw new Ec2Exception("CidrConflict", $"The CIDR '{block}' conflicts with another CIDR block of the VPC");
        }

        // A VPC of one private range takes no block of another.
        var own = Array.Find(PrivateRanges, range => range.Contains(vpc.Cidrs[0].Block));
        var other = Array.Find(PrivateRanges, range => range.Contains(block));
        if (own is not null && other is not null && own != other)
        {
            throw new Ec2Exception(
                "InvalidVpc.Range",
                $"The CIDR '{block}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR.");
        }

        // The same or larger than a route's destination: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html.
        // So a VPC cannot grow over an overlay address that is in use.
        foreach (var table in state.RouteTables.Values.Where(table => table.VpcId == vpc.Id))
        {
            if (table.Routes.FirstOrDefault(route => CidrBlock.TryParse(route.Destination, out var destination) && block.Contains(destination)) is { } route)
            {
                throw new Ec2Exception("CidrConflict", $"The CIDR '{block}' conflicts with the route {route.Destination} in route table {table.Id}");
            }
        }
    }

    private static LabState AddTo(LabState state, VpcResource vpc, VpcCidr cidr)
    {
        state = state.With(vpc with { Cidrs = vpc.Cidrs.Add(cidr) });
        if (cidr.Block.IsIpv6())
        {
            state = state.With(VpcNetworkAcls.WithIpv6(VpcNetworkAcls.DefaultOf(state, vpc.Id)));
        }

        foreach (var table in state.RouteTables.Values.Where(table => table.VpcId == vpc.Id))
        {
            state = state.With(table with { Routes = table.Routes.Add(new RouteEntry(cidr.Block.ToString(), null, IsVpcOwn: true)) });
        }

        return state;
    }

    private static LabState RemoveFrom(LabState state, VpcResource vpc, VpcCidr cidr)
    {
        state = state.With(vpc with { Cidrs = vpc.Cidrs.Remove(cidr) });
        var destination = cidr.Block.ToString();
        foreach (var table in state.RouteTables.Values.Where(table => table.VpcId == vpc.Id))
        {
            state = state.With(table with { Routes = table.Routes.RemoveAll(route => route.IsVpcOwn && route.Destination == destination) });
        }

        return state;
    }

    private static void WriteAssociation(ActionContext context, Ec2Xml xml, string vpcId, VpcCidr cidr, string state)
    {
        xml.Text("vpcId", vpcId);
        if (cidr.Block.IsIpv6())
        {
            xml.Element("ipv6CidrBlockAssociation", item => WriteIpv6(context, item, cidr, state));
        }
        else
        {
            xml.Element("cidrBlockAssociation", item => WriteIpv4(item, cidr, state));
        }
    }
}
