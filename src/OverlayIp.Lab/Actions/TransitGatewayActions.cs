using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateTransitGateway, DeleteTransitGateway and DescribeTransitGateways.</summary>
internal static class TransitGatewayActions
{
    private const long DefaultAsn = 64512;

    private static readonly FilterTable<TransitGatewayResource> Filters = new(new()
    {
        ["transit-gateway-id"] = (_, gateway) => [gateway.Id],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["state"] = (_, gateway) => [TransitGatewayParameters.StateOf(gateway.DeletedAt)],
        ["options.amazon-side-asn"] = (_, gateway) => [Asn(gateway)],
        ["options.association-default-route-table-id"] = (_, gateway) => [gateway.Options.AssociationTableId],
        ["options.propagation-default-route-table-id"] = (_, gateway) => [gateway.Options.PropagationTableId],
        ["options.default-route-table-association"] = (_, gateway) => [TransitGatewayParameters.OptionText(gateway.Options.AssociationTableId is not null)],
        ["options.default-route-table-propagation"] = (_, gateway) => [TransitGatewayParameters.OptionText(gateway.Options.PropagationTableId is not null)],
        ["options.auto-accept-shared-attachments"] = (_, gateway) => [TransitGatewayParameters.OptionText(gateway.Options.AutoAcceptSharedAttachments)],
        ["options.dns-support"] = (_, gateway) => [TransitGatewayParameters.OptionText(gateway.Options.DnsSupport)],
        ["options.vpn-ecmp-support"] = (_, gateway) => [TransitGatewayParameters.OptionText(gateway.Options.VpnEcmpSupport)],
    });

    public static void Register(ActionTable table)
    {
        table.Add(
            "CreateTransitGateway",
            Create,
            "Description Options.AmazonSideAsn Options.AutoAcceptSharedAttachments Options.DefaultRouteTableAssociation "
            + "Options.DefaultRouteTablePropagation Options.VpnEcmpSupport Options.DnsSupport Options.SecurityGroupReferencingSupport "
            + "Options.MulticastSupport " + TagParameters.Names);
        table.Add("DeleteTransitGateway", Delete, "TransitGatewayId");
        table.Add("DescribeTransitGateways", Describe, "TransitGatewayIds.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var tags = TagParameters.OfNew(parameters, ResourceKind.TransitGateway);
        var asn = ReadAsn(parameters);
        var associates = parameters.Option("DefaultRouteTableAssociation", absent: true);
        var propagates = parameters.Option("DefaultRouteTablePropagation", absent: true);
        var gateway = new TransitGatewayResource
        {
            Id = context.Ids.New(ResourceKind.TransitGateway.Prefix),
            Description = parameters.Optional("Description") ?? "",
            CreationTime = context.Now,
            Options = new TransitGatewayOptions
            {
                AmazonSideAsn = asn,
                AutoAcceptSharedAttachments = parameters.Option("AutoAcceptSharedAttachments", absent: false),
                VpnEcmpSupport = parameters.Option("VpnEcmpSupport", absent: true),
                DnsSupport = parameters.Option("DnsSupport", absent: true),
                SecurityGroupReferencingSupport = parameters.Option("SecurityGroupReferencingSupport", absent: false),
                MulticastSupport = parameters.Option("MulticastSupport", absent: false),
            },
            Tags = tags,
        };
        context.Authorize("transit-gateway/*");
        context.Mutate(state =>
        {
            if (!associates && !propagates)
            {
                return state.With(gateway);
            }

            // One table is both defaults, and there is none when neither is wanted.
            var table = TransitGatewayRouteTableActions.New(context, gateway.Id);
            gateway = gateway with
            {
                Options = gateway.Options with { AssociationTableId = associates ? table.Id : null, PropagationTableId = propagates ? table.Id : null },
            };
            return state.With(gateway).With(table);
        });
        return xml => xml.Element("transitGateway", item => Write(context, item, gateway, "pending"));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredIdOf("TransitGatewayId", ResourceKind.TransitGateway);
        context.Authorize($"transit-gateway/{id}");
        var deleted = context.Mutate(state =>
        {
            var gateway = state.TransitGateway(id);
            var attached = state.TransitGatewayAttachments.Values.Where(attachment => attachment.TransitGatewayId == id && attachment.DeletedAt is null).Select(attachment => attachment.Id).ToArray();
            if (attached.Length > 0)
            {
                throw new Ec2Exception("IncorrectState", $"{id} has non-deleted VPC Attachments: {string.Join(", ", attached)}.");
            }

            gateway = gateway with { DeletedAt = context.Now };
            state = state.TransitGatewayRouteTables.Values
                .Where(table => table.TransitGatewayId == id && table.DeletedAt is null)
                .Aggregate(state.With(gateway), (current, table) => current.With(table with { DeletedAt = context.Now }));
            return (state, gateway);
        });
        return xml => xml.Element("transitGateway", item => Write(context, item, deleted with { Tags = Resource.NoTags }, "deleting"));
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("TransitGatewayIds", ResourceKind.TransitGateway);
        context.Authorize();
        var listed = Lookup.Select(context.Seen.TransitGateways, ids, ResourceKind.TransitGateway).Where(gateway => context.IsListed(gateway.DeletedAt));
        var page = Paging.Cut(context, Filters.Apply(context, listed), gateway => gateway.Id, TransitGatewayParameters.Limits);
        return xml =>
        {
            xml.Set("transitGatewaySet", page.Items, (item, gateway) => Write(context, item, gateway, TransitGatewayParameters.StateOf(gateway.DeletedAt)));
            xml.Text("nextToken", page.NextToken);
        };
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html: the private ranges.
    private static long ReadAsn(QueryParameters parameters)
    {
        if (parameters.Optional("Options.AmazonSideAsn") is not { } text)
        {
            return DefaultAsn;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asn) && asn is (>= 64512 and <= 65534) or (>= 4200000000 and <= 4294967294)
            ? asn
            : throw Ec2Errors.InvalidValue(text, "AmazonSideAsn", "Expected a private autonomous system number.");
    }

    private static string Asn(TransitGatewayResource gateway) => gateway.Options.AmazonSideAsn.ToString(CultureInfo.InvariantCulture);

    private static void Write(ActionContext context, Ec2Xml xml, TransitGatewayResource gateway, string state)
    {
        xml.Text("transitGatewayId", gateway.Id);
        xml.Text("transitGatewayArn", context.Account.Ec2Arn($"transit-gateway/{gateway.Id}"));
        xml.Text("state", state);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("description", gateway.Description.Length == 0 ? null : gateway.Description);
        xml.Text("creationTime", gateway.CreationTime);
        xml.Element("options", item =>
        {
            var options = gateway.Options;
            item.Text("amazonSideAsn", Asn(gateway));
            item.Text("autoAcceptSharedAttachments", TransitGatewayParameters.OptionText(options.AutoAcceptSharedAttachments));
            item.Text("defaultRouteTableAssociation", TransitGatewayParameters.OptionText(options.AssociationTableId is not null));
            item.Text("associationDefaultRouteTableId", options.AssociationTableId);
            item.Text("defaultRouteTablePropagation", TransitGatewayParameters.OptionText(options.PropagationTableId is not null));
            item.Text("propagationDefaultRouteTableId", options.PropagationTableId);
            item.Text("vpnEcmpSupport", TransitGatewayParameters.OptionText(options.VpnEcmpSupport));
            item.Text("dnsSupport", TransitGatewayParameters.OptionText(options.DnsSupport));
            item.Text("securityGroupReferencingSupport", TransitGatewayParameters.OptionText(options.SecurityGroupReferencingSupport));
            item.Text("multicastSupport", TransitGatewayParameters.OptionText(options.MulticastSupport));
        });
        xml.Tags(gateway);
    }
}
