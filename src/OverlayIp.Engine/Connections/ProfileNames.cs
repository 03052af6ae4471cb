using Amazon.Runtime.CredentialManagement;

namespace OverlayIp.Engine.Connections;

/// <summary>The profiles of the shared AWS configuration and credentials files.</summary>
public static class ProfileNames
{
    /// <summary>Lists the names in order; none when there are no files.</summary>
    public static IReadOnlyList<string> List() =>
        [.. new CredentialProfileStoreChain().ListProfiles().Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
