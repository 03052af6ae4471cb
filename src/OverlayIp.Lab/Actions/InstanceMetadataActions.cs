using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>ModifyInstanceMetadataOptions.</summary>
internal static class InstanceMetadataActions
{
    // The number of hops has no meaning here: the service is in the instance's own namespace.
    public static void Register(ActionTable table) => table.Add(
        "ModifyInstanceMetadataOptions",
        Modify,
        "InstanceId HttpTokens HttpEndpoint InstanceMetadataTags HttpPutResponseHopLimit HttpProtocolIpv6");

    /// <summary>The options as they are in force.</summary>
    public static void Write(ActionContext context, Ec2Xml xml, InstanceResource instance)
    {
        var defaults = context.Account.Metadata;
        xml.Text("state", "applied");
        xml.Text("httpTokens", instance.MetadataV1Allowed ?? defaults.AllowV1 ? "optional" : "required");
        xml.Text("httpPutResponseHopLimit", 2);
        xml.Text("httpEndpoint", instance.MetadataEndpointDisabled ? "disabled" : "enabled");
        xml.Text("httpProtocolIpv6", "disabled");
        xml.Text("instanceMetadataTags", instance.MetadataTags ?? defaults.Tags ? "enabled" : "disabled");
    }

    private static Action<Ec2Xml> Modify(ActionContext context)
    {
        var id = context.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        var options = MetadataParameters.Read(context.Parameters, "");
        context.Authorize($"instance/{id}");
        var modified = context.Mutate(state =>
        {
            var instance = state.Instance(id).With(options);
            return (state.With(instance), instance);
        });
        return xml =>
        {
            xml.Text("instanceId", id);
            xml.Element("instanceMetadataOptions", item => Write(context, item, modified));
        };
    }
}
