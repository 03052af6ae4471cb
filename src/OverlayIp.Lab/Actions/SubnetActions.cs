using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeSubnets, CreateSubnet and DeleteSubnet.</summary>
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
        table.Add("CreateSubnet", Create, "VpcId CidrBlock Ipv6CidrBlock AvailabilityZone AvailabilityZoneId " + TagParameters.Names);
        table.Add("DeleteSubnet", Delete, "SubnetId");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var vpcId = parameters.RequiredId("VpcId", ResourceKind.Vpc);
        var cidr = ReadCidr(parameters, "CidrBlock") ?? throw new Ec2Exception("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
        var ipv6 = ReadCidr(parameters, "Ipv6CidrBlock");
        var tags = TagParameters.OfNew(parameters, ResourceKind.Subnet);
        context.Authorize("subnet/*", $"vpc/{vpcId}");
        var zone = Zone(context);
        var (state, made) = context.Mutate(before =>
        {
            var vpc = before.Vpc(vpcId);
            RequireRoom(before, vpc, cidr, 16, 28);
            if (ipv6 is not null)
            {
                RequireRoom(before, vpc, ipv6, 44, 64);
            }

            var subnet = new SubnetResource
            {
                Id = context.Ids.New(ResourceKind.Subnet.Prefix),
                VpcId = vpc.Id,
                Cidr = cidr,
                Ipv6Cidr = ipv6,
                Ipv6AssociationId = ipv6 is null ? null : context.Ids.New("subnet-cidr-assoc"),
                Zone = zone,
                Tags = tags,
            };
            var after = before.With(subnet);
            return (after, (after, subnet));
        });
        return xml => xml.Element("subnet", item => Write(context, item, state, made));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("SubnetId", ResourceKind.Subnet);
        context.Authorize($"subnet/{id}");
        context.Mutate(state =>
        {
            state.Subnet(id);
            // A transit gateway has interfaces in the subnets that it is attached to.
            if (state.NetworkInterfaces.Values.Any(eni => eni.SubnetId == id)
                || state.TransitGatewayAttachments.Values.Any(attachment => attachment.DeletedAt is null && attachment.SubnetIds.Contains(id)))
            {
                throw Ec2Errors.DependencyViolation($"The subnet '{id}' has dependencies and cannot be deleted.");
            }

            // The association of a route table goes with its subnet.
            foreach (var table in state.RouteTables.Values)
            {
                state = state.With(table with { Associations = table.Associations.RemoveAll(association => association.SubnetId == id) });
            }

            return state with { Subnets = state.Subnets.Remove(id) };
        });
        return xml => xml.Text("return", true);
    }

    private static CidrBlock? ReadCidr(QueryParameters parameters, string name)
    {
        if (parameters.Optional(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block) && block.IsIpv6() == (name == "Ipv6CidrBlock")
            ? block
            : throw Ec2Errors.InvalidValue(text, QueryParameters.CamelCase(name), "This is not a valid CIDR block.");
    }

    private static void RequireRoom(LabState state, VpcResource vpc, CidrBlock block, int shortest, int longest)
    {
        if (block.PrefixLength < shortest || block.PrefixLength > longest || !vpc.Cidrs.Any(cidr => cidr.Block.Contains(block)))
        {
            throw new Ec2Exception("InvalidSubnet.Range", $"The CIDR '{block}' is invalid.");
        }

        if (state.Subnets.Values.Any(other => other.VpcId == vpc.Id && (other.Cidr.Overlaps(block) || other.Ipv6Cidr?.Overlaps(block) == true)))
        {
            throw new Ec2Exception("InvalidSubnet.Conflict", $"The CIDR '{block}' conflicts with another subnet");
        }
    }

    private static string Zone(ActionContext context)
    {
        var account = context.Account;
        var name = context.Parameters.Optional("AvailabilityZone");
        var id = context.Parameters.Optional("AvailabilityZoneId");
        if (name is not null && id is not null)
        {
            throw Ec2Errors.InvalidParameterCombination("The parameter availabilityZone cannot be used with the parameter availabilityZoneId");
        }

        return account.Zones.FirstOrDefault(zone => (name is null || zone == name) && (id is null || account.ZoneId(zone) == id))
            ?? throw Ec2Errors.InvalidValue(
                name ?? id!,
                name is null ? "availabilityZoneId" : "availabilityZone",
                $"Subnets can currently only be created in the following availability zones: {string.Join(", ", account.Zones)}.");
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
        context.Account.Ec2Arn($"subnet/{subnet.Id}");

    // AWS keeps the first four addresses and the last one of every subnet.
    private static int Free(LabState state, SubnetResource subnet) =>
        (int)subnet.Cidr.Size() - 5 - state.NetworkInterfaces.Values.Where(eni => eni.SubnetId == subnet.Id).Sum(eni => 1 + eni.SecondaryIps.Length);
}
