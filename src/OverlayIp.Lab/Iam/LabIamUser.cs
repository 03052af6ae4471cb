namespace OverlayIp.Lab.Iam;

/// <summary>An IAM user of a lab.</summary>
public sealed record LabIamUser
{
    /// <summary>The name: up to 64 letters, digits and <c>_+=,.@-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path, which stands before the name in the ARN: <c>/</c>, or such as <c>/division/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The keys. A user without any can be named in policies, but call nothing.</summary>
    public IReadOnlyList<LabAccessKey> AccessKeys { get; init; } = [];

    /// <summary>The policies. Without any, nothing is allowed.</summary>
    public IReadOnlyList<LabIamPolicy> Policies { get; init; } = [];

    /// <summary>The tags, which policies see as <c>aws:PrincipalTag/…</c>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
