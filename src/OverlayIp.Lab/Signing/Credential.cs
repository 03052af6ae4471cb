using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Signing;

/// <summary>A key pair that the lab accepts, with a session token when it is a temporary one.</summary>
/// <param name="AccessKeyId">The access key id.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The token that requests must carry, or null.</param>
/// <param name="ExpiresAt">When it stops working, or null for never.</param>
/// <param name="Principal">Whose key it is; null is the lab's administrator.</param>
internal sealed record Credential(
    string AccessKeyId, string SecretAccessKey, string? SessionToken = null, DateTimeOffset? ExpiresAt = null, Principal? Principal = null);
