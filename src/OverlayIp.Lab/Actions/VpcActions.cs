using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeVpcs.</summary>
internal static class VpcActions
{
    private static readonly FilterTable<VpcResource> Filters = new(new()
    {
        ["vpc-id"] = (_, vpc) => [vpc.Id],
        ["cidr"] = (_, vpc) => [vpc.Cidrs[0].Block.ToString()],
        ["cidr-block-association.cidr-block"] = (_, vpc) => Ipv4(vpc).Select(cidr => cidr.Block.ToString()),
        ["cidr-block-association.association-id"] = (_, vpc) => Ipv4(vpc).Select(cidr => cidr.AssociationId),
        ["cidr-block-association.state"] = (_, _) => ["associated"],
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = (_, vpc) => Ipv6(vpc).Select(cidr => cidr.Block.ToString()),
        ["ipv6-cidr-block-association.association-id"] = (_, vpc) => Ipv6(vpc).Select(cidr => cidr.AssociationId),
        ["ipv6-cidr-block-association.state"] = (_, vpc) => Ipv6(vpc).Select(_ => "associated"),
        ["ipv6-cidr-block-association.ipv6-pool"] = (_, vpc) => Ipv6(vpc).Select(_ => "Amazon"),
        ["dhcp-options-id"] = (_, vpc) => [vpc.DhcpOptionsId],
        ["is-default"] = (_, _) => ["false"],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["state"] = (_, _) => ["available"],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeVpcs", Describe, "VpcId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    public static IEnumerable<VpcCidr> Ipv4(VpcResource vpc) => vpc.Cidrs.Where(cidr => !cidr.Block.IsIpv6());

    public static IEnumerable<VpcCidr> Ipv6(VpcResource vpc) => vpc.Cidrs.Where(cidr => cidr.Block.IsIpv6());

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("VpcId", ResourceKind.Vpc);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.Vpcs, ids, ResourceKind.Vpc));
        var page = Paging.Cut(context, found, vpc => vpc.Id, Limits);
        return xml =>
        {
            xml.Set("vpcSet", page.Items, (item, vpc) => Write(context, item, vpc));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void Write(ActionContext context, Ec2Xml xml, VpcResource vpc)
    {
        xml.Text("vpcId", vpc.Id);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("state", "available");
        xml.Text("cidrBlock", vpc.Cidrs[0].Block.ToString());
        xml.Set("cidrBlockAssociationSet", Ipv4(vpc), WriteIpv4);
        if (Ipv6(vpc).Any())
        {
            xml.Set("ipv6CidrBlockAssociationSet", Ipv6(vpc), (item, cidr) => WriteIpv6(context, item, cidr));
        }

        xml.Text("dhcpOptionsId", vpc.DhcpOptionsId);
        xml.Tags(vpc);
        xml.Text("instanceTenancy", vpc.InstanceTenancy);
        xml.Text("isDefault", false);
    }

    private static void WriteIpv4(Ec2Xml xml, VpcCidr cidr)
    {
        xml.Text("cidrBlock", cidr.Block.ToString());
        xml.Text("associationId", cidr.AssociationId);
        xml.Element("cidrBlockState", status => status.Text("state", "associated"));
    }

    private static void WriteIpv6(ActionContext context, Ec2Xml xml, VpcCidr cidr)
    {
        xml.Text("ipv6CidrBlock", cidr.Block.ToString());
        xml.Text("associationId", cidr.AssociationId);
        xml.Element("ipv6CidrBlockState", status => status.Text("state", "associated"));
        xml.Text("networkBorderGroup", context.Account.Region);
        xml.Text("ipv6Pool", "Amazon");
    }
}
