using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeVpcs, CreateVpc and DeleteVpc.</summary>
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
        table.Add("CreateVpc", Create, "CidrBlock AmazonProvidedIpv6CidrBlock InstanceTenancy Ipv6CidrBlockNetworkBorderGroup " + TagParameters.Names);
        table.Add("DeleteVpc", Delete, "VpcId");
    }

    public static IEnumerable<VpcCidr> Ipv4(VpcResource vpc) => vpc.Cidrs.Where(cidr => !cidr.Block.IsIpv6());

    public static IEnumerable<VpcCidr> Ipv6(VpcResource vpc) => vpc.Cidrs.Where(cidr => cidr.Block.IsIpv6());

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var block = VpcCidrActions.ReadIpv4(
            parameters.Optional("CidrBlock")
            ?? throw new Ec2Exception("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."));
        var ipv6 = parameters.Boolean("AmazonProvidedIpv6CidrBlock");
        var vpc = new VpcResource
        {
            Id = context.Ids.New(ResourceKind.Vpc.Prefix),
            Cidrs = [new VpcCidr(context.Ids.New(ResourceKind.VpcCidrAssociation.Prefix), block)],
            DefaultSecurityGroupId = context.Ids.New("sg"),
            DhcpOptionsId = context.Ids.New("dopt"),
            InstanceTenancy = parameters.Optional("InstanceTenancy") ?? "default",
            Tags = TagParameters.OfNew(parameters, ResourceKind.Vpc),
        };
        context.Authorize("vpc/*");
        context.Mutate(state =>
        {
            vpc = ipv6 ? vpc with { Cidrs = vpc.Cidrs.Add(VpcCidrActions.NewIpv6(context.Ids)) } : vpc;
            var main = RouteTableActions.New(context.Ids, vpc) with
            {
                Associations = [new RouteTableAssociation(context.Ids.New(ResourceKind.RouteTableAssociation.Prefix), null)],
            };
            return context.Account.LaunchGroup(state.With(vpc).With(main).With(VpcSecurityGroups.Default(vpc)).With(VpcNetworkAcls.Default(vpc)), vpc);
        });
        return xml => xml.Element("vpc", item => Write(context, item, vpc, "pending"));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        context.Authorize($"vpc/{id}");
        context.Mutate(state =>
        {
            var vpc = state.Vpc(id);
            var main = state.MainRouteTable(id);
            var inUse = state.Subnets.Values.Any(subnet => subnet.VpcId == id)
                || state.RouteTables.Values.Any(table => table.VpcId == id && table.Id != main.Id)
                || state.SecurityGroups.Values.Any(group => group.VpcId == id && group.GroupName is not ("default" or VpcSecurityGroups.LaunchName))
                || state.NetworkAcls.Values.Any(acl => acl.VpcId == id && !acl.IsDefault)
                || state.InternetGateways.Values.Any(gateway => gateway.VpcId == id);
            return inUse
                ? throw Ec2Errors.DependencyViolation($"The vpc '{vpc.Id}' has dependencies and cannot be deleted.")
                : VpcPeeringActions.DeleteOf(state, id) with
                {
                    Vpcs = state.Vpcs.Remove(id),
                    RouteTables = state.RouteTables.Remove(main.Id),
                    NetworkAcls = state.NetworkAcls.Remove(VpcNetworkAcls.DefaultOf(state, id).Id),
                    SecurityGroups = state.SecurityGroups.RemoveRange(state.SecurityGroups.Values.Where(group => group.VpcId == id).Select(group => group.Id)),
                };
        });
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("VpcId", ResourceKind.Vpc);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.Vpcs, ids, ResourceKind.Vpc));
        var page = Paging.Cut(context, found, vpc => vpc.Id, Limits);
        return xml =>
        {
            xml.Set("vpcSet", page.Items, (item, vpc) => Write(context, item, vpc, "available"));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void Write(ActionContext context, Ec2Xml xml, VpcResource vpc, string state)
    {
        xml.Text("vpcId", vpc.Id);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("state", state);
        xml.Text("cidrBlock", vpc.Cidrs[0].Block.ToString());
        xml.Set("cidrBlockAssociationSet", Ipv4(vpc), (item, cidr) => VpcCidrActions.WriteIpv4(item, cidr, "associated"));
        if (Ipv6(vpc).Any())
        {
            xml.Set("ipv6CidrBlockAssociationSet", Ipv6(vpc), (item, cidr) => VpcCidrActions.WriteIpv6(context, item, cidr, "associated"));
        }

        xml.Text("dhcpOptionsId", vpc.DhcpOptionsId);
        xml.Tags(vpc);
        xml.Text("instanceTenancy", vpc.InstanceTenancy);
        xml.Text("isDefault", false);
    }
}
