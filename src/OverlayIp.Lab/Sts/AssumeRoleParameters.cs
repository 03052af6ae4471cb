using System.Globalization;
using System.Text.RegularExpressions;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Sts;

/// <summary>The parameters of AssumeRole, with the checks that need nothing but themselves
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).</summary>
internal sealed partial record AssumeRoleParameters
{
    private const int MostTags = 50;
    private const int LongestPolicy = 2048;

    public required string RoleArn { get; init; }

    public required string SessionName { get; init; }

    /// <summary>The duration that is asked for, or null.</summary>
    public int? DurationSeconds { get; init; }

    public string? ExternalId { get; init; }

    public string? SourceIdentity { get; init; }

    public PolicyDocument? Policy { get; init; }

    /// <summary>How much of the room for policy and tags is taken, in percent, or null when neither is given.</summary>
    public int? PackedPolicySize { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required IReadOnlyList<string> TransitiveTagKeys { get; init; }

    /// <exception cref="StsException">A parameter is missing, or not of its form. All that are wrong are said at once, as STS does.</exception>
    public static AssumeRoleParameters Read(QueryParameters parameters)
    {
        var problems = new List<string>();
        Check(problems, "roleArn", parameters.Optional("RoleArn"), required: true, 20, 2048, null);
        Check(problems, "roleSessionName", parameters.Optional("RoleSessionName"), required: true, 2, 64, SessionNames());
        Check(problems, "externalId", parameters.Optional("ExternalId"), required: false, 2, 1224, ExternalIds());
        Check(problems, "sourceIdentity", parameters.Optional("SourceIdentity"), required: false, 2, 64, SessionNames());
        var duration = Duration(problems, parameters.Optional("DurationSeconds"));
        var tags = Tagged(problems, parameters);
        if (problems.Count > 0)
        {
            throw StsContext.Invalid([.. problems]);
        }

        RequireSupported(parameters);
        var policy = parameters.Optional("Policy");
        var size = (policy?.Length ?? 0) + tags.Sum(tag => tag.Key.Length + tag.Value.Length);
        return new AssumeRoleParameters
        {
            RoleArn = RoleArns().IsMatch(parameters.Optional("RoleArn")!)
                ? parameters.Optional("RoleArn")!
                : throw new StsException("ValidationError", $"{parameters.Optional("RoleArn")} is invalid"),
            SessionName = parameters.Optional("RoleSessionName")!,
            DurationSeconds = duration,
            ExternalId = parameters.Optional("ExternalId"),
            SourceIdentity = parameters.Optional("SourceIdentity"),
            Policy = policy is null ? null : ReadPolicy(policy),
            PackedPolicySize = size == 0 ? null : Math.Clamp(size * 100 / LongestPolicy, 1, 100),
            Tags = tags,
            TransitiveTagKeys = parameters.List("TransitiveTagKeys.member"),
        };
    }

    private static PolicyDocument ReadPolicy(string json)
    {
        if (json.Length > LongestPolicy)
        {
            throw StsContext.Invalid($"Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to {LongestPolicy}");
        }

        try
        {
            return PolicyReader.Session(DefinitionElement.Parse(json, ""));
        }
        catch (LabIamException problem)
        {
            throw new StsException("MalformedPolicyDocument", problem.Message);
        }
    }

    // What the lab does not have must not seem to have worked.
    private static void RequireSupported(QueryParameters parameters)
    {
        if (parameters.Indexes("PolicyArns.member").Count > 0)
        {
            throw new StsException("ValidationError", "The lab has no managed policies: give the session policy with the parameter Policy.");
        }

        if (parameters.Optional("SerialNumber") is not null || parameters.Optional("TokenCode") is not null)
        {
            throw new StsException("AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.", 403);
        }
    }

    private static int? Duration(List<string> problems, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new StsException("MalformedInput", $"Invalid integer value: '{text}'");
        }

        if (seconds is < 900 or > 43200)
        {
            problems.Add($"Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value "
                + (seconds < 900 ? "greater than or equal to 900" : "less than or equal to 43200"));
        }

        return seconds;
    }

    private static Dictionary<string, string> Tagged(List<string> problems, QueryParameters parameters)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var indexes = parameters.Indexes("Tags.member");
        if (indexes.Count > MostTags)
        {
            problems.Add($"Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to {MostTags}");
        }

        foreach (var index in indexes)
        {
            var (key, value) = (parameters.Optional($"Tags.member.{index}.Key"), parameters.Optional($"Tags.member.{index}.Value"));
            Check(problems, $"tags.{index}.member.key", key, required: true, 1, 128, TagTexts());
            Check(problems, $"tags.{index}.member.value", value, required: true, 0, 256, TagTexts());
            if (key?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true)
            {
                throw new StsException("InvalidParameterValue", "Tag keys must not start with aws:");
            }

            if (key is not null && !tags.TryAdd(key, value ?? ""))
            {
                throw new StsException("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }

        return tags;
    }

    private static void Check(List<string> problems, string name, string? value, bool required, int shortest, int longest, Regex? pattern)
    {
        if (value is null)
        {
            if (required)
            {
                problems.Add($"Value null at '{name}' failed to satisfy constraint: Member must not be null");
            }

            return;
        }

        if (pattern?.IsMatch(value) == false)
        {
            problems.Add($"Value '{value}' at '{name}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern.ToString()[1..^2]}");
        }

        if (value.Length < shortest)
        {
            problems.Add($"Value '{value}' at '{name}' failed to satisfy constraint: Member must have length greater than or equal to {shortest}");
        }

        if (value.Length > longest)
        {
            problems.Add($"Value '{value}' at '{name}' failed to satisfy constraint: Member must have length less than or equal to {longest}");
        }
    }

    [GeneratedRegex(@"^[\w+=,.@-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex SessionNames();

    [GeneratedRegex(@"^[\w+=,.@:\/-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex ExternalIds();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    private static partial Regex TagTexts();

    [GeneratedRegex(@"^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/.+\z")]
    private static partial Regex RoleArns();
}
