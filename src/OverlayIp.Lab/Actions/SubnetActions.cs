using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeSubnets.</summary>
internal static class SubnetActions
{
    private static readonly FilterTable<SubnetResource> Filters = new(new()
    {
        ["subnet-id"] = (_, subnet) => [subnet.Id],
        ["subnet-arn"] = (context, subnet) => [Arn(context, subnet)],
        ["vpc-id"] = (_, subnet) => [subnet.VpcId],
        ["availability-zone"] = (_, subnet) => [subnet.Zone],
        ["availabilityZone"] = (_, subnet) => [subnet.Zone],
        ["availability-zone-id"] = (context, subnet) => [context.Account.ZoneId(subnet.Zone)],
        ["availabilityZoneId"] = (context, subnet) => [context.Account.ZoneId(subnet.Zone)],
        ["available-ip-address-count"] = (context, subnet) => [Free(context.Seen, subnet).ToString(CultureInfo.InvariantCulture)],
        ["cidr"] = (_, subnet) => [subnet.Cidr.ToString()],
        ["cidrBlock"] = (_, subnet) => [subnet.Cidr.ToString()],
        ["cidr-block"] = (_, subnet) => [subnet.Cidr.ToString()],
        ["default-for-az"] = (_, _) => ["false"],
        ["defaultForAz"] = (_, _) => ["false"],
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = (_, subnet) => [subnet.Ipv6Cidr?.ToString()],
        ["ipv6-cidr-block-association.association-id"] = (_, subnet) => [subnet.Ipv6AssociationId],
        ["ipv6-cidr-block-association.state"] = (_, subnet) => [subnet.Ipv6Cidr is null ? null : "associated"],
        ["ipv6-native"] = (_, _) => ["false"],
        ["map-public-ip-on-launch"] = (_, _) => ["false"],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["state"] = (_, _) => ["available"],
        ["outpost-arn"] = (_, _) => [],
        ["customer-owned-ipv4-pool"] = (_, _) => [],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeSubnets", Describe, "SubnetId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("SubnetId", ResourceKind.Subnet);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.Subnets, ids, ResourceKind.Subnet));
        var page = Paging.Cut(context, found, subnet => subnet.Id, Limits);
        return xml =>
        {
            xml.Set("subnetSet", page.Items, (item, subnet) => Write(context, item, context.Seen, subnet));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void Write(ActionContext context, Ec2Xml xml, LabState state, SubnetResource subnet)
    {
        xml.Text("subnetId", subnet.Id);
        xml.Text("subnetArn", Arn(context, subnet));
        xml.Text("state", "available");
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("vpcId", subnet.VpcId);
        xml.Text("cidrBlock", subnet.Cidr.ToString());
        xml.Set("ipv6CidrBlockAssociationSet", subnet.Ipv6Cidr is null ? [] : new[] { subnet }, (item, owner) =>
        {
            item.Text("ipv6CidrBlock", owner.Ipv6Cidr!.ToString());
            item.Text("associationId", owner.Ipv6AssociationId);
            item.Element("ipv6CidrBlockState", status => status.Text("state", "associated"));
        });
        xml.Text("availableIpAddressCount", Free(state, subnet));
        xml.Text("availabilityZone", subnet.Zone);
        xml.Text("availabilityZoneId", context.Account.ZoneId(subnet.Zone));
        xml.Text("defaultForAz", false);
        xml.Text("mapPublicIpOnLaunch", false);
        xml.Text("assignIpv6AddressOnCreation", false);
        xml.Text("ipv6Native", false);
        xml.Text("enableDns64", false);
        xml.Tags(subnet);
    }

    private static string Arn(ActionContext context, SubnetResource subnet) =>
        $"arn:aws:ec2:{context.Account.Region}:{context.Account.AccountId}:subnet/{subnet.Id}";

    // AWS keeps the first four addresses and the last one of every subnet.
    private static int Free(LabState state, SubnetResource subnet) =>
        (int)subnet.Cidr.Size() - 5 - state.NetworkInterfaces.Values.Where(eni => eni.SubnetId == subnet.Id).Sum(eni => 1 + eni.SecondaryIps.Length);
}
