namespace OverlayIp;

/// <summary>A condition of a policy statement: the key must have one of the values.</summary>
/// <param name="Operator">The operator, such as <c>StringEquals</c>.</param>
/// <param name="Key">The key, such as <c>ec2:Region</c>.</param>
/// <param name="Values">The values, at least one.</param>
public sealed record OverlayPolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    /// <summary>The values, at least one.</summary>
    public IReadOnlyList<string> Values { get; } = Values.ToArray();

    /// <summary>The condition in one line.</summary>
    public override string ToString() => $"{Operator} {Key} {string.Join(", ", Values)}";
}
