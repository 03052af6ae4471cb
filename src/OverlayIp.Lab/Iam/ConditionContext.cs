namespace OverlayIp.Lab.Iam;

/// <summary>
/// The condition keys of one request with their values. Names are compared without case, as IAM does
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html).
/// </summary>
internal sealed class ConditionContext
{
    private readonly Dictionary<string, IReadOnlyList<string>> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> All => _keys;

    /// <summary>The values of a key, or null when the request does not have it.</summary>
    public IReadOnlyList<string>? Find(string key) => _keys.GetValueOrDefault(key);

    /// <summary>Sets a key that has one value; null leaves it out.</summary>
    public void Set(string key, string? value)
    {
        if (value is not null)
        {
            _keys[key] = [value];
        }
    }

    /// <summary>Sets a key that has any number of values.</summary>
    public void Set(string key, IReadOnlyList<string> values) => _keys[key] = values;
}
