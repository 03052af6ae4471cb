namespace OverlayIp.Lab.Iam;

/// <summary>
/// What an instance's metadata says about its role: <c>iam/info</c> and <c>iam/security-credentials/&lt;role&gt;</c>. The keys
/// open nothing but the lab.
/// </summary>
public sealed record LabInstanceCredentials
{
    /// <summary><c>Success</c>, or <c>AssumeRoleUnauthorizedAccess</c> when the role's trust policy does not let EC2 have it; the keys are
    /// then empty.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong when <see cref="Code"/> is not <c>Success</c>, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The role's name, which is the last part of the metadata path.</summary>
    public required string RoleName { get; init; }

    /// <summary>The instance profile's ARN.</summary>
    public required string InstanceProfileArn { get; init; }

    /// <summary>The instance profile's unique id.</summary>
    public required string InstanceProfileId { get; init; }

    /// <summary>The access key id.</summary>
    public string AccessKeyId { get; init; } = "";

    /// <summary>The secret access key.</summary>
    public string SecretAccessKey { get; init; } = "";

    /// <summary>The session token, which every request must carry.</summary>
    public string SessionToken { get; init; } = "";

    /// <summary>When the keys were made.</summary>
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>When they expire.</summary>
    public required DateTimeOffset Expiration { get; init; }

    /// <summary>The role and the access key id only.</summary>
    public override string ToString() => $"{RoleName} {AccessKeyId}";
}
