using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Virtual private gateways, for the routes that lead to a site behind a VPN.</summary>
internal static class VpnGatewayActions
{
    private const long DefaultAsn = 64512;

    private static readonly FilterTable<VpnGatewayResource> Filters = new(new()
    {
        ["vpn-gateway-id"] = (_, gateway) => [gateway.Id],
        ["amazon-side-asn"] = (_, gateway) => [Asn(gateway)],
        ["attachment.state"] = (_, gateway) => [gateway.VpcId is null ? null : "attached"],
        ["attachment.vpc-id"] = (_, gateway) => [gateway.VpcId],
        ["availability-zone"] = (_, gateway) => [gateway.Zone],
        ["state"] = (_, _) => ["available"],
        ["type"] = (_, _) => ["ipsec.1"],
    });

    public static void Register(ActionTable table)
    {
        table.Add("DescribeVpnGateways", Describe, "VpnGatewayId.N Filter.N.Name Filter.N.Value.N");
        table.Add("CreateVpnGateway", Create, "Type AvailabilityZone AmazonSideAsn " + TagParameters.Names);
        table.Add("DeleteVpnGateway", Delete, "VpnGatewayId");
        table.Add("AttachVpnGateway", Attach, "VpnGatewayId VpcId");
        table.Add("DetachVpnGateway", Detach, "VpnGatewayId VpcId");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("VpnGatewayId", ResourceKind.VpnGateway);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.VpnGateways, ids, ResourceKind.VpnGateway)).ToArray();
        return xml => xml.Set("vpnGatewaySet", found, Write);
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        if (parameters.Required("Type") is not "ipsec.1" and var type)
        {
            throw Ec2Errors.InvalidValue(type, "type", "Expected ipsec.1.");
        }

        var asn = parameters.Optional("AmazonSideAsn") is not { } text ? DefaultAsn
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Ec2Errors.InvalidValue(text, "amazonSideAsn", "Expected an autonomous system number.");
        var gateway = new VpnGatewayResource
        {
            Id = context.Ids.New(ResourceKind.VpnGateway.Prefix),
            AmazonSideAsn = asn,
            Zone = parameters.Optional("AvailabilityZone"),
            Tags = TagParameters.OfNew(parameters, ResourceKind.VpnGateway),
        };
        context.Authorize("vpn-gateway/*");
        context.Mutate(state => state.With(gateway));
        return xml => xml.Element("vpnGateway", item => Write(item, gateway));
    }

    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("VpnGatewayId", ResourceKind.VpnGateway);
        context.Authorize($"vpn-gateway/{id}");
        context.Mutate(state => state.VpnGateway(id).VpcId is null
            ? state with { VpnGateways = state.VpnGateways.Remove(id) }
            : throw new Ec2Exception("IncorrectState", "The VPN gateway is in use."));
        return xml => xml.Text("return", true);
    }

    private static Action<Ec2Xml> Attach(ActionContext context)
    {
        var (id, vpcId) = ReadBoth(context);
        context.Mutate(state =>
        {
            var gateway = state.VpnGateway(id);
            state.Vpc(vpcId);
            // What is attached already, and to what, no document gives the code of.
            return gateway.VpcId is not null && gateway.VpcId != vpcId
                ? throw Ec2Errors.InvalidParameterValue($"The vpnGateway '{id}' is already attached to '{gateway.VpcId}'")
                : state.VpnGateways.Values.Any(other => other.VpcId == vpcId && other.Id != id)
                ? throw Ec2Errors.InvalidParameterValue($"Network {vpcId} already has a VPN gateway attached")
                : state.With(gateway with { VpcId = vpcId });
        });
        return xml => xml.Element("attachment", item => WriteAttachment(item, vpcId, "attaching"));
    }

    // Routes that still lead to it turn into black holes.
    private static Action<Ec2Xml> Detach(ActionContext context)
    {
        var (id, vpcId) = ReadBoth(context);
        context.Mutate(state =>
        {
            var gateway = state.VpnGateway(id);
            return gateway.VpcId == vpcId
                ? state.With(gateway with { VpcId = null })
                : throw new Ec2Exception(
                    "InvalidVpnGatewayAttachment.NotFound", $"The attachment with vpn gateway ID '{id}' and vpc ID '{vpcId}' does not exist");
        });
        return xml => xml.Text("return", true);
    }

    private static (string Id, string VpcId) ReadBoth(ActionContext context)
    {
        var id = context.Parameters.RequiredId("VpnGatewayId", ResourceKind.VpnGateway);
        var vpcId = context.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        context.Authorize($"vpc/{vpcId}", $"vpn-gateway/{id}");
        return (id, vpcId);
    }

    private static string Asn(VpnGatewayResource gateway) => gateway.AmazonSideAsn.ToString(CultureInfo.InvariantCulture);

    private static void Write(Ec2Xml xml, VpnGatewayResource gateway)
    {
        xml.Text("vpnGatewayId", gateway.Id);
        xml.Text("state", "available");
        xml.Text("type", "ipsec.1");
        xml.Text("availabilityZone", gateway.Zone);
        xml.Set("attachments", gateway.VpcId is null ? [] : new[] { gateway.VpcId }, (item, vpcId) => WriteAttachment(item, vpcId, "attached"));
        xml.Text("amazonSideAsn", Asn(gateway));
        xml.Tags(gateway);
    }

    private static void WriteAttachment(Ec2Xml xml, string vpcId, string state)
    {
        xml.Text("vpcId", vpcId);
        xml.Text("state", state);
    }
}
