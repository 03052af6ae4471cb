namespace OverlayIp.Lab.Iam;

/// <summary>An instance profile of a lab: what an instance is launched with to have a role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">The name of its role, or null for none.</param>
public sealed record LabIamInstanceProfile(string Name, string? Role)
{
    /// <summary>The path, which stands before the name in the ARN: <c>/</c>, or such as <c>/division/</c>.</summary>
    public string Path { get; init; } = "/";
}
