using OverlayIp.Engine.Connections;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>How the engine reaches a lab.</summary>
internal static class LabSettings
{
    public static ConnectionSettings Of(OverlayLab lab) => new()
    {
        Region = lab.Region,
        EndpointUrl = lab.EndpointUrl,
        StsEndpointUrl = lab.EndpointUrl,
        Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
    };
}
