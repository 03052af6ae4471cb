namespace OverlayIp.Lab.Metadata;

/// <summary>Gives instances the credentials of their roles.</summary>
internal interface ICredentialSource
{
    /// <summary>The credentials of the instance's profile, fresh enough to be used, or null when it has no profile.</summary>
    InstanceCredentials? Of(string instanceId);
}

/// <summary>What an instance is told of its role.</summary>
internal sealed record InstanceCredentials
{
    /// <summary><c>Success</c>, or why there are no keys.</summary>
    public string Code { get; init; } = "Success";

    public string? Message { get; init; }

    public required string RoleName { get; init; }

    public required string InstanceProfileArn { get; init; }

    public required string InstanceProfileId { get; init; }

    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    public required string SessionToken { get; init; }

    public required DateTimeOffset LastUpdated { get; init; }

    public required DateTimeOffset Expiration { get; init; }
}

/// <summary>No instance has a role.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public InstanceCredentials? Of(string instanceId) => null;
}
