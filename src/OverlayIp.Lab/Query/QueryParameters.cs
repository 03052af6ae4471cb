using System.Globalization;
using System.Text;

namespace OverlayIp.Lab.Query;

/// <summary>
/// The parameters of one EC2 Query request, typed. Lists are <c>Name.1</c>, <c>Name.2</c>… as EC2 has them (no
/// <c>member</c> between, unlike the other Query services).
/// </summary>
internal sealed class QueryParameters
{
    private readonly SortedDictionary<string, string> _values;

    private QueryParameters(SortedDictionary<string, string> values) => _values = values;

    public string Action => Optional("Action") ?? "";

    public string Version => Optional("Version") ?? "";

    /// <summary>Every parameter by its full name.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <exception cref="Ec2Exception"><c>MalformedQueryString</c>: broken encoding, or a parameter given twice (which of the
    /// two would be meant?).</exception>
    public static QueryParameters Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (!values.TryAdd(name, value))
            {
                throw new Ec2Exception("MalformedQueryString", $"The parameter {name} is given more than once");
            }
        }

        return new QueryParameters(values);
    }

    /// <summary>Refuses parameters that the action does not have.</summary>
    /// <param name="declared">The names, with <c>N</c> where a list's number stands.</param>
    public void RequireDeclared(IReadOnlySet<string> declared)
    {
        foreach (var name in _values.Keys)
        {
            if (name is not ("Action" or "Version") && !declared.Contains(Generalise(name)))
            {
                throw new Ec2Exception("UnknownParameter", $"The parameter {name} is not recognized");
            }
        }
    }

    public string? Optional(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>A parameter that must be there and not be empty.</summary>
    public string Required(string name) =>
        _values.TryGetValue(name, out var value) && value.Length > 0 ? value : throw Ec2Errors.MissingParameter(CamelCase(name));

    /// <summary>The id of a resource that must be given in its kind's form.</summary>
    public string RequiredId(string name, ResourceKind kind) => kind.RequireWellFormed(Required(name));

    /// <summary>The id of a resource in its kind's form, or null.</summary>
    public string? OptionalId(string name, ResourceKind kind) =>
        Optional(name) is { Length: > 0 } id ? kind.RequireWellFormed(id) : null;

    public bool Boolean(string name, bool absent = false) => OptionalBoolean(name) ?? absent;

    public bool? OptionalBoolean(string name) => Optional(name) switch
    {
        null => null,
        { } text when text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1" => true,
        { } text when text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0" => false,
        { } text => throw Ec2Errors.InvalidValue(text, CamelCase(name), "Invalid boolean value."),
    };

    public int? OptionalInteger(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Ec2Errors.InvalidValue(text, CamelCase(name), "It must be an integer.");
    }

    public int RequiredInteger(string name)
    {
        Required(name);
        return OptionalInteger(name)!.Value;
    }

    /// <summary>The values of <c>name.1</c>, <c>name.2</c>… in the order of their numbers.</summary>
    public IReadOnlyList<string> List(string name) => Indexes(name).Select(index => Required($"{name}.{index}")).ToArray();

    /// <summary>A list of ids, each in its kind's form.</summary>
    public IReadOnlyList<string> Ids(string name, ResourceKind kind)
    {
        var ids = List(name);
        foreach (var id in ids)
        {
            kind.RequireWellFormed(id);
        }

        return ids;
    }

    /// <summary>A list of ids that must not be empty.</summary>
    public IReadOnlyList<string> RequiredIds(string name, ResourceKind kind) =>
        Ids(name, kind) is { Count: > 0 } ids ? ids : throw Ec2Errors.MissingParameter(CamelCase(name));

    public IReadOnlyList<Filter> Filters() => Indexes("Filter")
        .Select(index => new Filter(Required($"Filter.{index}.Name"), FilterValues(index)))
        .ToArray();

    /// <summary>The numbers that occur directly after <c>name.</c>, ascending.</summary>
    public IReadOnlyList<int> Indexes(string name)
    {
        var found = new SortedSet<int>();
        foreach (var key in _values.Keys)
        {
            if (key.Length > name.Length + 1 && key.StartsWith(name, StringComparison.Ordinal) && key[name.Length] == '.')
            {
                var rest = key.AsSpan(name.Length + 1);
                var dot = rest.IndexOf('.');
                if (int.TryParse(dot < 0 ? rest : rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    found.Add(index);
                }
            }
        }

        return [.. found];
    }

    /// <summary>EC2's messages name <c>RouteTableId</c> as <c>routeTableId</c>.</summary>
    public static string CamelCase(string name) => string.Create(name.Length, name, static (span, source) =>
    {
        source.CopyTo(span);
        span[0] = char.ToLowerInvariant(span[0]);
    });

    // An empty value is a value here: tag:Name= finds the resources whose tag is empty.
    private string[] FilterValues(int index)
    {
        var values = Indexes($"Filter.{index}.Value").Select(value => _values[$"Filter.{index}.Value.{value}"]).ToArray();
        return values.Length > 0 ? values : throw new Ec2Exception("InvalidParameterValue", $"The filter '{Required($"Filter.{index}.Name")}' has no value");
    }

    private static string Generalise(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        foreach (var part in name.Split('.'))
        {
            text.Append(text.Length == 0 ? "" : ".");
            text.Append(part.Length > 0 && !part.AsSpan().ContainsAnyExceptInRange('0', '9') ? "N" : part);
        }

        return text.ToString();
    }
}
