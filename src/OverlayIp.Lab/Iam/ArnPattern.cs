namespace OverlayIp.Lab.Iam;

/// <summary>
/// An ARN of a policy. Its six parts are matched each for itself, so that no wildcard reaches over a colon but in the last
/// one; parts that are left out at the end are anything: <c>arn:aws:ec2</c> is <c>arn:aws:ec2:*:*:*</c>
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
/// </summary>
internal sealed class ArnPattern
{
    private const int Parts = 6;

    private readonly IReadOnlyList<PolicyPattern> _parts;

    private ArnPattern(IReadOnlyList<PolicyPattern> parts) => _parts = parts;

    /// <summary>True for <c>*</c>, which alone matches requests that are about no resource.</summary>
    public bool IsAnything => _parts.Count == 0;

    /// <summary>False when parts were left out.</summary>
    public bool IsComplete { get; private init; } = true;

    /// <summary>Reads <c>*</c> or an ARN.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ArnPattern Parse(string text, bool variables)
    {
        if (text == "*")
        {
            return new ArnPattern([]);
        }

        if (!text.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw new FormatException($"'{text}' must be in ARN format or \"*\".");
        }

        var parts = PolicyPattern.Parse(text, wildcards: true, variables).Split(':', Parts);
        return new ArnPattern([.. parts, .. Enumerable.Repeat(PolicyPattern.Anything, Parts - parts.Count)]) { IsComplete = parts.Count == Parts };
    }

    /// <summary>Matches the ARN of a request, or <c>*</c> for a request that is about no resource.</summary>
    public bool Matches(string arn, ConditionContext context)
    {
        if (IsAnything)
        {
            return true;
        }

        var parts = arn.Split(':', Parts);
        return parts.Length == Parts && _parts.Zip(parts).All(pair => pair.First.Matches(pair.Second, context));
    }
}
