namespace OverlayIp.Lab.Iam;

/// <summary>An access key of a lab's user. It is made up for the lab and opens nothing else.</summary>
/// <param name="AccessKeyId">The id: 16 to 128 letters, digits and underscores.</param>
/// <param name="SecretAccessKey">The secret.</param>
public sealed record LabAccessKey(string AccessKeyId, string SecretAccessKey)
{
    /// <summary>The access key id only.</summary>
    public override string ToString() => AccessKeyId;
}
