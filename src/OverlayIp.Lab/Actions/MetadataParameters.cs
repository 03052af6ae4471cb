using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The metadata options of a request; null for what it does not say.</summary>
internal sealed record MetadataParameters(bool? V1Allowed, bool? IsEnabled, bool? HasTags)
{
    /// <summary>Reads the options whose names begin with <paramref name="prefix"/>.</summary>
    public static MetadataParameters Read(QueryParameters parameters, string prefix) => new(
        Choice(parameters, prefix + "HttpTokens", "optional", "required"),
        Choice(parameters, prefix + "HttpEndpoint", "enabled", "disabled"),
        Choice(parameters, prefix + "InstanceMetadataTags", "enabled", "disabled"));

    private static bool? Choice(QueryParameters parameters, string name, string yes, string no)
    {
        var text = parameters.Optional(name);
        return text is null ? null
            : text == yes ? true
            : text == no ? false
            : throw Ec2Errors.InvalidValue(text, QueryParameters.CamelCase(name), $"Valid values are {yes}, {no}.");
    }
}

internal static class InstanceMetadataOptions
{
    public static InstanceResource With(this InstanceResource instance, MetadataParameters options) => instance with
    {
        MetadataV1Allowed = options.V1Allowed ?? instance.MetadataV1Allowed,
        MetadataEndpointDisabled = !options.IsEnabled ?? instance.MetadataEndpointDisabled,
        MetadataTags = options.HasTags ?? instance.MetadataTags,
    };
}
