namespace OverlayIp.Lab.Signing;

/// <summary>A key pair that the lab accepts, with a session token when it is a temporary one.</summary>
internal sealed record Credential(string AccessKeyId, string SecretAccessKey, string? SessionToken = null, DateTimeOffset? ExpiresAt = null);
