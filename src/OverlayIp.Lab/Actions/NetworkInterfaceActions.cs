using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeNetworkInterfaces, CreateNetworkInterface and DeleteNetworkInterface.</summary>
internal static class NetworkInterfaceActions
{
    private static readonly FilterTable<NetworkInterfaceResource> Filters = new(new()
    {
        ["network-interface-id"] = (_, eni) => [eni.Id],
        ["vpc-id"] = (_, eni) => [eni.VpcId],
        ["subnet-id"] = (_, eni) => [eni.SubnetId],
        ["availability-zone"] = (_, eni) => [eni.Zone],
        ["availability-zone-id"] = (context, eni) => [context.Account.ZoneId(eni.Zone)],
        ["description"] = (_, eni) => [eni.Description],
        ["status"] = (_, eni) => [NetworkInterfaceXml.StatusOf(eni)],
        ["mac-address"] = (_, eni) => [eni.MacAddress],
        ["private-ip-address"] = (_, eni) => [eni.PrivateIp],
        ["private-dns-name"] = (context, eni) => [NetworkInterfaceXml.PrivateDnsName(context.Account, eni.PrivateIp)],
        ["addresses.private-ip-address"] = (_, eni) => eni.SecondaryIps.Prepend(eni.PrivateIp),
        ["addresses.primary"] = (_, eni) => eni.SecondaryIps.Select(_ => "false").Prepend("true"),
        ["ipv6-addresses.ipv6-address"] = (_, eni) => eni.Ipv6Addresses,
        ["group-id"] = (_, eni) => eni.GroupIds,
        ["interface-type"] = (_, _) => ["interface"],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["requester-managed"] = (_, _) => ["false"],
        ["requester-id"] = (_, _) => [],
        ["operator.managed"] = (_, _) => ["false"],
        ["operator.principal"] = (_, _) => [],
        ["source-dest-check"] = (_, eni) => [eni.SourceDestCheck ? "true" : "false"],
        ["attachment.attachment-id"] = (_, eni) => [eni.Attachment?.Id],
        ["attachment.instance-id"] = (_, eni) => [eni.Attachment?.InstanceId],
        ["attachment.instance-owner-id"] = (context, eni) => [eni.Attachment is null ? null : context.Account.AccountId],
        ["attachment.device-index"] = (_, eni) => [eni.Attachment?.DeviceIndex.ToString(CultureInfo.InvariantCulture)],
        ["attachment.status"] = (_, eni) => [eni.Attachment is null ? null : "attached"],
        ["attachment.delete-on-termination"] = (_, eni) => [eni.Attachment is null ? null : eni.Attachment.DeleteOnTermination ? "true" : "false"],
        // Elastic IP addresses do not exist in the lab.
        ["association.public-ip"] = (_, _) => [],
        ["association.allocation-id"] = (_, _) => [],
        ["association.association-id"] = (_, _) => [],
        ["association.ip-owner-id"] = (_, _) => [],
        ["association.public-dns-name"] = (_, _) => [],
        ["addresses.association.public-ip"] = (_, _) => [],
        ["addresses.association.owner-id"] = (_, _) => [],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeNetworkInterfaces", Describe, "NetworkInterfaceId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken IncludeManagedResources");
        table.Add("CreateNetworkInterface", Create, $"{string.Join(' ', NewInterface.ParameterNames)} ClientToken {TagParameters.Names}");
        table.Add("DeleteNetworkInterface", Delete, "NetworkInterfaceId");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var wanted = NewInterface.Read(context.Parameters, "");
        var tags = TagParameters.OfNew(context.Parameters, ResourceKind.NetworkInterface);
        context.Authorize(["network-interface/*", $"subnet/{wanted.SubnetId}", .. wanted.GroupIds.Select(group => $"security-group/{group}")]);
        var (state, id) = context.Mutate(state => Idempotency.Once(context, state, before =>
        {
            var eni = wanted.Create(before, context.Ids) with { Tags = tags };
            return (before.With(eni), [eni.Id]);
        }));
        return xml =>
        {
            xml.Element("networkInterface", item => NetworkInterfaceXml.Write(context, item, state, state.NetworkInterface(id[0])));
            xml.Text("clientToken", context.Parameters.Optional("ClientToken"));
        };
    }

    // Routes that name the interface stay, and turn into blackholes.
    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkInterfaceId", ResourceKind.NetworkInterface);
        context.Authorize($"network-interface/{id}");
        context.Mutate(state => state.NetworkInterface(id).Attachment is null
            ? state with { NetworkInterfaces = state.NetworkInterfaces.Remove(id) }
            : throw Ec2Errors.InvalidParameterValue($"Network interface '{id}' is currently in use."));
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("NetworkInterfaceId", ResourceKind.NetworkInterface);
        Paging.RefuseIdsWithMaxResults(context, ids, "networkInterfaceIdSet");
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.NetworkInterfaces, ids, ResourceKind.NetworkInterface));
        var page = Paging.Cut(context, found, eni => eni.Id, Limits);
        return xml =>
        {
            xml.Set("networkInterfaceSet", page.Items, (item, eni) => NetworkInterfaceXml.Write(context, item, context.Seen, eni));
            xml.Text("nextToken", page.NextToken);
        };
    }
}
