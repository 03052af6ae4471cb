using System.Globalization;

namespace OverlayIp.Lab.Iam;

/// <summary>A condition operator without its prefix and suffix.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Prepare">Reads a value of the document; the second argument is true when it may have policy variables. It throws a
/// FormatException that says what is wrong.</param>
/// <param name="Compare">Compares a prepared value with one of the request's.</param>
/// <param name="Negated">True when the condition is met by values that compare false.</param>
internal sealed record ConditionOperator(
    string Name, Func<string, bool, object> Prepare, Func<object, string, ConditionContext, bool> Compare, bool Negated)
{
    /// <summary>Every operator of IAM but BinaryEquals, for which no key of EC2 or STS exists
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).</summary>
    public static readonly IReadOnlyDictionary<string, ConditionOperator> All = Create().ToDictionary(one => one.Name, StringComparer.Ordinal);

    private static IEnumerable<ConditionOperator> Create() =>
    [
        .. Both("StringEquals", "StringNotEquals", Literal, Same),
        .. Both("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", Literal, SameButForCase),
        .. Both("StringLike", "StringNotLike", Glob, Same),
        .. Both("ArnEquals", "ArnNotEquals", Arn, SameArn),
        .. Both("ArnLike", "ArnNotLike", Arn, SameArn),
        .. Both("NumericEquals", "NumericNotEquals", Number, Numeric(order => order == 0)),
        new("NumericLessThan", Number, Numeric(order => order < 0), false),
        new("NumericLessThanEquals", Number, Numeric(order => order <= 0), false),
        new("NumericGreaterThan", Number, Numeric(order => order > 0), false),
        new("NumericGreaterThanEquals", Number, Numeric(order => order >= 0), false),
        .. Both("DateEquals", "DateNotEquals", Date, Dated(order => order == 0)),
        new("DateLessThan", Date, Dated(order => order < 0), false),
        new("DateLessThanEquals", Date, Dated(order => order <= 0), false),
        new("DateGreaterThan", Date, Dated(order => order > 0), false),
        new("DateGreaterThanEquals", Date, Dated(order => order >= 0), false),
        new("Bool", Boolean, (value, actual, _) => actual.Equals((string)value, StringComparison.OrdinalIgnoreCase), false),
        .. Both("IpAddress", "NotIpAddress", Block, (value, actual, _) => CidrBlock.TryParse(actual, out var address) && ((CidrBlock)value).Contains(address)),
    ];

    private static ConditionOperator[] Both(
        string name, string negated, Func<string, bool, object> prepare, Func<object, string, ConditionContext, bool> compare) =>
        [new(name, prepare, compare, Negated: false), new(negated, prepare, compare, Negated: true)];

    private static PolicyPattern Literal(string text, bool variables) => PolicyPattern.Parse(text, wildcards: false, variables);

    private static PolicyPattern Glob(string text, bool variables) => PolicyPattern.Parse(text, wildcards: true, variables);

    private static bool Same(object value, string actual, ConditionContext context) => ((PolicyPattern)value).Matches(actual, context);

    private static bool SameButForCase(object value, string actual, ConditionContext context) =>
        ((PolicyPattern)value).Matches(actual, context, ignoreCase: true);

    private static ArnPattern Arn(string text, bool variables) => ArnPattern.Parse(text, variables);

    private static bool SameArn(object value, string actual, ConditionContext context) => ((ArnPattern)value).Matches(actual, context);

    private static object Number(string text, bool variables) =>
        TryNumber(text, out var number) ? number : throw new FormatException($"'{text}' is not a number.");

    private static Func<object, string, ConditionContext, bool> Numeric(Func<int, bool> holds) =>
        (value, actual, _) => TryNumber(actual, out var number) && holds(number.CompareTo((decimal)value));

    private static object Date(string text, bool variables) =>
        TryDate(text, out var date) ? date : throw new FormatException($"'{text}' is not a date. Expected one such as 2025-01-31T12:00:00Z, or seconds since 1970.");

    private static Func<object, string, ConditionContext, bool> Dated(Func<int, bool> holds) =>
        (value, actual, _) => TryDate(actual, out var date) && holds(date.CompareTo((DateTimeOffset)value));

    private static string Boolean(string text, bool variables) => text.ToLowerInvariant() is "true" or "false"
        ? text
        : throw new FormatException($"'{text}' is neither true nor false.");

    private static CidrBlock Block(string text, bool variables) => CidrBlock.TryParse(text, out var block)
        ? block
        : throw new FormatException($"'{text}' is neither an IP address nor a CIDR block.");

    private static bool TryNumber(string text, out decimal number) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static bool TryDate(string text, out DateTimeOffset date)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800)
        {
            date = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
    }
}
