using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Metadata;

/// <summary>Gives instances the credentials of their roles.</summary>
internal interface ICredentialSource
{
    /// <summary>The credentials of the instance's profile, fresh enough to be used, or null when it has no profile.</summary>
    LabInstanceCredentials? CredentialsForInstance(string instanceId);
}
