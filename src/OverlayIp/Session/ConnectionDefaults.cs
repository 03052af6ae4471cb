using OverlayIp.Binding;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Session;

/// <summary>Fills in what the user did not say about the connection.</summary>
internal static class ConnectionDefaults
{
    /// <summary>
    /// A started lab wins over the session's AWS.Tools variables: starting it is the more recent and more deliberate act, and a
    /// change meant for a lab must not reach an account. Endpoint, Region and keys are taken from it together or not at all: real
    /// keys are of no use to it, nor its own to AWS. Naming a profile, keys, an endpoint or another Region leaves the lab aside.
    /// </summary>
    public static ConnectionSettings Resolve(ConnectionSettings given, Func<string, object?> variable)
    {
        if (LabFor(given) is { } lab)
        {
            return given with
            {
                Region = lab.Region,
                EndpointUrl = lab.EndpointUrl,
                StsEndpointUrl = lab.EndpointUrl,
                Credential = given.Credential ?? new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
            };
        }

        return given with
        {
            // The names are those of AWS.Tools' Set-DefaultAWSRegion and Set-AWSCredential.
            Region = given.Region ?? Text(variable("StoredAWSRegion")),
            Credential = given.Credential
                ?? (given.ProfileName is null && variable("StoredAWSCredentials") is { } stored ? AwsCredentialAttribute.Read(stored) : null),
        };
    }

    private static OverlayLab? LabFor(ConnectionSettings given)
    {
        if (given.EndpointUrl is { } url)
        {
            return given.ProfileName is null ? OverlaySession.FindLabByEndpoint(url) : null;
        }

        var lab = OverlaySession.CurrentLab;
        return lab is not null
            && given is { ProfileName: null, Credential: null }
            && (given.Region is null || given.Region == lab.Region)
            ? lab
            : null;
    }

    private static string? Text(object? value) =>
        (value is System.Management.Automation.PSObject wrapped ? wrapped.BaseObject : value)?.ToString() is { Length: > 0 } text ? text : null;
}
