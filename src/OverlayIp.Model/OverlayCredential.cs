using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OverlayIp.Engine")]
[assembly: InternalsVisibleTo("OverlayIp")]
[assembly: InternalsVisibleTo("overlayip")]
[assembly: InternalsVisibleTo("OverlayIp.Engine.Tests")]

namespace OverlayIp;

/// <summary>
/// AWS access keys as given by the user. The secret parts can be used by OverlayIp's own assemblies only: no property, text
/// form or serialisation shows them.
/// </summary>
public sealed class OverlayCredential : IEquatable<OverlayCredential>
{
    /// <summary>Holds an access key.</summary>
    /// <param name="accessKeyId">The access key id, such as <c>AKIA…</c> or <c>ASIA…</c>.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token of temporary credentials, or null.</param>
    /// <exception cref="ArgumentException">The id or the secret is empty.</exception>
    public OverlayCredential(string accessKeyId, string secretAccessKey, string? sessionToken = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessKeyId);
        ArgumentException.ThrowIfNullOrWhiteSpace(secretAccessKey);
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        SessionToken = string.IsNullOrEmpty(sessionToken) ? null : sessionToken;
    }

    /// <summary>The access key id. It is not a secret.</summary>
    public string AccessKeyId { get; }

    /// <summary>True when there is a session token, so that the keys will expire.</summary>
    public bool IsTemporary => SessionToken is not null;

    internal string SecretAccessKey { get; }

    internal string? SessionToken { get; }

    /// <summary>Two credentials are equal when they are the same keys.</summary>
    /// <param name="other">The other credentials.</param>
    public bool Equals(OverlayCredential? other) =>
        other is not null && AccessKeyId == other.AccessKeyId && SecretAccessKey == other.SecretAccessKey && SessionToken == other.SessionToken;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OverlayCredential);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AccessKeyId, SecretAccessKey, SessionToken);

    /// <summary>The access key id only.</summary>
    public override string ToString() => AccessKeyId;
}
