using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateTransitGatewayVpcAttachment, …Modify…, …Delete…, and the two actions that describe attachments.</summary>
internal static class TransitGatewayAttachmentActions
{
    private static readonly FilterTable<TransitGatewayAttachmentResource> VpcFilters = new(new()
    {
        ["state"] = (_, attachment) => [TransitGatewayParameters.StateOf(attachment.DeletedAt)],
        ["transit-gateway-attachment-id"] = (_, attachment) => [attachment.Id],
        ["transit-gateway-id"] = (_, attachment) => [attachment.TransitGatewayId],
        ["vpc-id"] = (_, attachment) => [attachment.VpcId],
    });

    private static readonly FilterTable<TransitGatewayAttachmentResource> Filters = new(new()
    {
        ["association.state"] = (_, attachment) => [attachment.AssociatedTableId is null ? null : "associated"],
        ["association.transit-gateway-route-table-id"] = (_, attachment) => [attachment.AssociatedTableId],
        ["resource-id"] = (_, attachment) => [attachment.VpcId],
        ["resource-owner-id"] = (context, _) => [context.Account.AccountId],
        ["resource-type"] = (_, _) => ["vpc"],
        ["state"] = (_, attachment) => [TransitGatewayParameters.StateOf(attachment.DeletedAt)],
        ["transit-gateway-attachment-id"] = (_, attachment) => [attachment.Id],
        ["transit-gateway-id"] = (_, attachment) => [attachment.TransitGatewayId],
        ["transit-gateway-owner-id"] = (context, _) => [context.Account.AccountId],
    });

    public static void Register(ActionTable table)
    {
        const string options = "Options.DnsSupport Options.SecurityGroupReferencingSupport Options.Ipv6Support Options.ApplianceModeSupport ";
        const string describing = "TransitGatewayAttachmentIds.N Filter.N.Name Filter.N.Value.N MaxResults NextToken";
        table.Add("CreateTransitGatewayVpcAttachment", Create, "TransitGatewayId VpcId SubnetIds.N " + options + TagParameters.PluralNames);
        table.Add("ModifyTransitGatewayVpcAttachment", Modify, "TransitGatewayAttachmentId AddSubnetIds.N RemoveSubnetIds.N " + options);
        table.Add("DeleteTransitGatewayVpcAttachment", Delete, "TransitGatewayAttachmentId");
        table.Add("DescribeTransitGatewayVpcAttachments", DescribeVpc, describing);
        table.Add("DescribeTransitGatewayAttachments", Describe, describing);
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var gatewayId = parameters.RequiredIdOf("TransitGatewayId", ResourceKind.TransitGateway);
        var vpcId = parameters.RequiredIdOf("VpcId", ResourceKind.Vpc);
        var subnetIds = parameters.Ids("SubnetIds", ResourceKind.Subnet).ToImmutableArray();
        if (subnetIds.IsEmpty)
        {
            throw new Ec2Exception("MissingParameter", "Missing required parameter in request: SubnetIds.");
        }

        var made = WithOptions(parameters, new TransitGatewayAttachmentResource
        {
            Id = context.Ids.New(ResourceKind.TransitGatewayAttachment.Prefix),
            TransitGatewayId = gatewayId,
            VpcId = vpcId,
            SubnetIds = subnetIds,
            CreationTime = context.Now,
            DnsSupport = true,
            SecurityGroupReferencingSupport = true,
            Tags = TagParameters.OfNew(parameters, ResourceKind.TransitGatewayAttachment),
        });
        context.Authorize([$"transit-gateway/{gatewayId}", "transit-gateway-attachment/*", $"vpc/{vpcId}", .. subnetIds.Select(id => $"subnet/{id}")]);
        context.Mutate(state =>
        {
            var gateway = state.TransitGateway(gatewayId);
            state.Vpc(vpcId);
            RequireSubnets(state, vpcId, subnetIds);
            if (TransitGatewayRoutes.AttachmentOf(state, gatewayId, vpcId) is not null)
            {
                throw new Ec2Exception("DuplicateTransitGatewayAttachment", $"{gatewayId} has non-deleted Transit Gateway Attachments with same VPC ID.");
            }

            made = made with { AssociatedTableId = gateway.Options.AssociationTableId };
            if (gateway.Options.PropagationTableId is { } tableId)
            {
                var table = state.TransitGatewayRouteTable(tableId);
                state = state.With(table with { PropagatingAttachmentIds = table.PropagatingAttachmentIds.Add(made.Id) });
            }

            return state.With(made);
        });
        return xml => xml.Element("transitGatewayVpcAttachment", item => WriteVpc(context, item, made, "pending"));
    }

    private static Action<Ec2Xml> Modify(ActionContext context)
    {
        var parameters = context.Parameters;
        var id = parameters.RequiredIdOf("TransitGatewayAttachmentId", ResourceKind.TransitGatewayAttachment);
        var added = parameters.Ids("AddSubnetIds", ResourceKind.Subnet);
        var removed = parameters.Ids("RemoveSubnetIds", ResourceKind.Subnet);
        context.Authorize([$"transit-gateway-attachment/{id}", .. added.Concat(removed).Select(subnet => $"subnet/{subnet}")]);
        var changed = context.Mutate(state =>
        {
            var attachment = state.TransitGatewayAttachment(id);
            if (removed.FirstOrDefault(subnet => !attachment.SubnetIds.Contains(subnet)) is { } stranger)
            {
                throw new Ec2Exception("InvalidSubnetID.NotFound", $"{stranger} is not attached but supplied in RemoveSubnets");
            }

            var subnets = attachment.SubnetIds.RemoveRange(removed).AddRange(added);
            if (subnets.IsEmpty)
            {
                throw new Ec2Exception("InsufficientSubnetsException", "Insufficient Subnets");
            }

            RequireSubnets(state, attachment.VpcId, subnets);
            attachment = WithOptions(parameters, attachment with { SubnetIds = subnets });
            return (state.With(attachment), attachment);
        });
        return xml => xml.Element("transitGatewayVpcAttachment", item => WriteVpc(context, item, changed with { Tags = Resource.NoTags }, "modifying"));
    }

    // What it propagated is gone with it; a static route that led to it stays, as a black hole.
    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredIdOf("TransitGatewayAttachmentId", ResourceKind.TransitGatewayAttachment);
        context.Authorize($"transit-gateway-attachment/{id}");
        var deleted = context.Mutate(state =>
        {
            var attachment = state.TransitGatewayAttachment(id) with { DeletedAt = context.Now, AssociatedTableId = null };
            foreach (var table in state.TransitGatewayRouteTables.Values.Where(table => table.TransitGatewayId == attachment.TransitGatewayId))
            {
                state = state.With(table with
                {
                    PropagatingAttachmentIds = table.PropagatingAttachmentIds.Remove(id),
                    StaticRoutes = [.. table.StaticRoutes.Select(route => route.AttachmentId == id ? route with { AttachmentId = null } : route)],
                });
            }

            return (state.With(attachment), attachment);
        });
        return xml => xml.Element("transitGatewayVpcAttachment", item => WriteVpc(context, item, deleted with { Tags = Resource.NoTags }, "deleting"));
    }

    private static Action<Ec2Xml> DescribeVpc(ActionContext context)
    {
        var page = Page(context, VpcFilters);
        return xml =>
        {
            xml.Set("transitGatewayVpcAttachments", page.Items, (item, attachment) => WriteVpc(context, item, attachment, TransitGatewayParameters.StateOf(attachment.DeletedAt)));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var page = Page(context, Filters);
        return xml =>
        {
            xml.Set("transitGatewayAttachments", page.Items, (item, attachment) => Write(context, item, attachment));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Page<TransitGatewayAttachmentResource> Page(ActionContext context, FilterTable<TransitGatewayAttachmentResource> filters)
    {
        var ids = context.Parameters.Ids("TransitGatewayAttachmentIds", ResourceKind.TransitGatewayAttachment);
        context.Authorize();
        var listed = Lookup.Select(context.Seen.TransitGatewayAttachments, ids, ResourceKind.TransitGatewayAttachment)
            .Where(attachment => context.IsListed(attachment.DeletedAt));
        return Paging.Cut(context, filters.Apply(context, listed), attachment => attachment.Id, TransitGatewayParameters.Limits);
    }

    // A subnet of another VPC is one that does not exist.
    private static void RequireSubnets(LabState state, string vpcId, IReadOnlyList<string> ids)
    {
        var zones = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (!state.Subnets.TryGetValue(id, out var subnet) || subnet.VpcId != vpcId)
            {
                throw new Ec2Exception("InvalidSubnetID.NotFound", $"Subnet {id} was deleted or does not exist.");
            }

            if (!zones.Add(subnet.Zone))
            {
                throw new Ec2Exception("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ");
            }
        }
    }

    private static TransitGatewayAttachmentResource WithOptions(QueryParameters parameters, TransitGatewayAttachmentResource attachment) => attachment with
    {
        DnsSupport = parameters.Option("DnsSupport", attachment.DnsSupport),
        SecurityGroupReferencingSupport = parameters.Option("SecurityGroupReferencingSupport", attachment.SecurityGroupReferencingSupport),
        Ipv6Support = parameters.Option("Ipv6Support", attachment.Ipv6Support),
        ApplianceModeSupport = parameters.Option("ApplianceModeSupport", attachment.ApplianceModeSupport),
    };

    private static void WriteVpc(ActionContext context, Ec2Xml xml, TransitGatewayAttachmentResource attachment, string state)
    {
        xml.Text("transitGatewayAttachmentId", attachment.Id);
        xml.Text("transitGatewayId", attachment.TransitGatewayId);
        xml.Text("vpcId", attachment.VpcId);
        xml.Text("vpcOwnerId", context.Account.AccountId);
        xml.Text("state", state);
        xml.TextSet("subnetIds", attachment.SubnetIds);
        xml.Text("creationTime", attachment.CreationTime);
        xml.Element("options", item =>
        {
            item.Text("dnsSupport", TransitGatewayParameters.OptionText(attachment.DnsSupport));
            item.Text("securityGroupReferencingSupport", TransitGatewayParameters.OptionText(attachment.SecurityGroupReferencingSupport));
            item.Text("ipv6Support", TransitGatewayParameters.OptionText(attachment.Ipv6Support));
            item.Text("applianceModeSupport", TransitGatewayParameters.OptionText(attachment.ApplianceModeSupport));
        });
        xml.Tags(attachment);
    }

    private static void Write(ActionContext context, Ec2Xml xml, TransitGatewayAttachmentResource attachment)
    {
        xml.Text("transitGatewayAttachmentId", attachment.Id);
        xml.Text("transitGatewayId", attachment.TransitGatewayId);
        xml.Text("transitGatewayOwnerId", context.Account.AccountId);
        xml.Text("resourceOwnerId", context.Account.AccountId);
        xml.Text("resourceType", "vpc");
        xml.Text("resourceId", attachment.VpcId);
        xml.Text("state", TransitGatewayParameters.StateOf(attachment.DeletedAt));
        if (attachment.AssociatedTableId is { } tableId)
        {
            xml.Element("association", item =>
            {
                item.Text("transitGatewayRouteTableId", tableId);
                item.Text("state", "associated");
            });
        }

        xml.Text("creationTime", attachment.CreationTime);
        xml.Tags(attachment);
    }
}
