namespace OverlayIp.Lab.Iam;

/// <summary>How a condition takes a key that has several values.</summary>
internal enum ConditionQuantifier
{
    /// <summary>As a key that has one.</summary>
    None,

    /// <summary><c>ForAnyValue</c>: one of them must meet the condition.</summary>
    Any,

    /// <summary><c>ForAllValues</c>: all of them must, which they do when there is none.</summary>
    All,
}

/// <summary>One condition of a statement: an operator, a key and the values it is compared with.</summary>
internal abstract record PolicyCondition(string Key)
{
    /// <summary>True when the request meets the condition.</summary>
    public abstract bool IsMet(ConditionContext context);
}

/// <summary>A condition that compares. The values are alternatives: one that compares is enough, or for the operators with a
/// Not one that compares is too much.</summary>
internal sealed record Comparison(
    string Key, ConditionOperator Operator, ConditionQuantifier Quantifier, bool IfExists, IReadOnlyList<ConditionValue> Values) : PolicyCondition(Key)
{
    public override bool IsMet(ConditionContext context)
    {
        var actual = context.Find(Key);
        if (actual is null && IfExists)
        {
            return true;
        }

        // Without the key, nothing is equal to anything: so what asks for a difference is met.
        actual ??= [];
        return Quantifier switch
        {
            ConditionQuantifier.All => actual.All(value => Compares(value, context) != Operator.Negated),
            ConditionQuantifier.Any => actual.Any(value => Compares(value, context) != Operator.Negated),
            _ => actual.Any(value => Compares(value, context)) != Operator.Negated,
        };
    }

    private bool Compares(string actual, ConditionContext context) => Values.Any(value => Operator.Compare(value.Prepared, actual, context));
}

/// <summary>The condition Null: whether the request has the key at all.</summary>
internal sealed record Absence(string Key, bool Absent) : PolicyCondition(Key)
{
    public override bool IsMet(ConditionContext context) => context.Find(Key) is null == Absent;
}
