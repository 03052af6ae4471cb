namespace OverlayIp.Lab.Iam;

/// <summary>An inline policy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">The policy document as JSON text.</param>
public sealed record LabIamPolicy(string Name, string Document);
