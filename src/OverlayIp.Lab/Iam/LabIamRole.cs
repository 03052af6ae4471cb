namespace OverlayIp.Lab.Iam;

/// <summary>An IAM role of a lab.</summary>
public sealed record LabIamRole
{
    /// <summary>The name: up to 64 letters, digits and <c>_+=,.@-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path, which stands before the name in the ARN: <c>/</c>, or such as <c>/service-role/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Who may assume the role, as the JSON text of a policy document with Principal elements.</summary>
    public required string TrustPolicy { get; init; }

    /// <summary>The policies. Without any, nothing is allowed.</summary>
    public IReadOnlyList<LabIamPolicy> Policies { get; init; } = [];

    /// <summary>The longest session that AssumeRole gives, in seconds: 3600 to 43200.</summary>
    public int MaxSessionDuration { get; init; } = 3600;

    /// <summary>The tags, which policies see as <c>aws:PrincipalTag/…</c>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
