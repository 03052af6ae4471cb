namespace OverlayIp.Lab.Iam;

/// <summary>A role as a lab has it.</summary>
internal sealed record IamRole(
    string Name,
    string Arn,
    string Id,
    PolicyDocument TrustPolicy,
    IReadOnlyList<PolicyDocument> Policies,
    TimeSpan MaxSessionDuration,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>An instance profile as a lab has it.</summary>
internal sealed record IamProfile(string Name, string Arn, string Id, IamRole? Role);

/// <summary>A user's key as a lab has it.</summary>
internal sealed record IamKey(string AccessKeyId, string SecretAccessKey, Principal User);
