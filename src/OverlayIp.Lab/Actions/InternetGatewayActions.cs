using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Internet gateways, for the default routes that VPCs usually have.</summary>
internal static class InternetGatewayActions
{
    private static readonly FilterTable<InternetGatewayResource> Filters = new(new()
    {
        ["internet-gateway-id"] = (_, gateway) => [gateway.Id],
        ["attachment.vpc-id"] = (_, gateway) => [gateway.VpcId],
        ["attachment.state"] = (_, gateway) => [gateway.VpcId is null ? null : "available"],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeInternetGateways", Describe, "InternetGatewayId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("CreateInternetGateway", Create, TagParameters.Names);
        table.Add("DeleteInternetGateway", Delete, "InternetGatewayId");
        table.Add("AttachInternetGateway", Attach, "InternetGatewayId VpcId");
        table.Add("DetachInternetGateway", Detach, "InternetGatewayId VpcId");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("InternetGatewayId", ResourceKind.InternetGateway);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.InternetGateways, ids, ResourceKind.InternetGateway));
        var page = Paging.Cut(context, found, gateway => gateway.Id, Limits);
        return xml =>
        {
            xml.Set("internetGatewaySet", page.Items, (item, gateway) => Write(context, item, gateway));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var tags = TagParameters.OfNew(context.Parameters, ResourceKind.InternetGateway);
        context.Authorize("internet-gateway/*");
        var gateway = new InternetGatewayResource { Id = context.Ids.New(ResourceKind.InternetGateway.Prefix), Tags = tags };
        context.Mutate(state => state.With(gateway));
        return xml => xml.Element("internetGateway", item => Write(context, item, gateway));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("InternetGatewayId", ResourceKind.InternetGateway);
        context.Authorize($"internet-gateway/{id}");
        context.Mutate(state => state.InternetGateway(id).VpcId is null
            ? state with { InternetGateways = state.InternetGateways.Remove(id) }
            : throw Ec2Errors.DependencyViolation($"The internetGateway '{id}' has dependencies and cannot be deleted."));
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Attach(ActionContext context)
    {
        var (id, vpcId) = ReadBoth(context);
        context.Mutate(state =>
        {
            var gateway = state.InternetGateway(id);
            state.Vpc(vpcId);
            if (gateway.VpcId is not null)
            {
                throw new Ec2Exception("Resource.AlreadyAssociated", $"resource {id} is already attached to network {gateway.VpcId}");
            }

            return state.InternetGateways.Values.Any(other => other.VpcId == vpcId)
                ? throw Ec2Errors.InvalidParameterValue($"Network {vpcId} already has an internet gateway attached")
                : state.With(gateway with { VpcId = vpcId });
        });
        return xml => xml.Text("return", true);
    }

    // Routes that still lead to it turn into black holes.
    private static Action<Ec2Xml> Detach(ActionContext context)
    {
        var (id, vpcId) = ReadBoth(context);
        context.Mutate(state =>
        {
            var gateway = state.InternetGateway(id);
            return gateway.VpcId == vpcId
                ? state.With(gateway with { VpcId = null })
                : throw new Ec2Exception("Gateway.NotAttached", $"resource {id} is not attached to network {vpcId}");
        });
        return xml => xml.Text("return", true);
    }

    private static (string Id, string VpcId) ReadBoth(ActionContext context)
    {
        var id = context.Parameters.RequiredId("InternetGatewayId", ResourceKind.InternetGateway);
        var vpcId = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        context.Authorize($"internet-gateway/{id}", $"vpc/{vpcId}");
        return (id, vpcId);
    }

    private static void Write(ActionContext context, Ec2Xml xml, InternetGatewayResource gateway)
    {
        xml.Text("internetGatewayId", gateway.Id);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Set("attachmentSet", gateway.VpcId is null ? [] : new[] { gateway.VpcId }, (item, vpcId) =>
        {
            item.Text("vpcId", vpcId);
            item.Text("state", "available");
        });
        xml.Tags(gateway);
    }
}
