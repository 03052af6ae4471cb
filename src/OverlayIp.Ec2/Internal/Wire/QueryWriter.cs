using System.Globalization;
using Amazon.Runtime.Internal;

namespace Amazon.EC2.Internal.Wire;

/// <summary>
/// Writes request members as EC2 Query parameters. EC2's dialect of the AWS Query protocol numbers lists from one and
/// puts no <c>member</c> between name and number (<c>Filter.1.Value.2</c>); what is null is not sent, and an empty list
/// sends nothing.
/// </summary>
internal readonly struct QueryWriter
{
    private readonly IRequest _request;
    private readonly string _prefix;

    internal QueryWriter(IRequest request)
        : this(request, string.Empty)
    {
    }

    private QueryWriter(IRequest request, string prefix)
    {
        _request = request;
        _prefix = prefix;
    }

    internal void Add(string name, string? value)
    {
        if (value is not null)
            _request.Parameters.Add(_prefix + name, value);
    }

    internal void Add(string name, bool? value)
    {
        if (value is { } set)
            Add(name, set ? "true" : "false");
    }

    internal void Add(string name, int? value)
    {
        if (value is { } set)
            Add(name, set.ToString(CultureInfo.InvariantCulture));
    }

    internal void Add(string name, long? value)
    {
        if (value is { } set)
            Add(name, set.ToString(CultureInfo.InvariantCulture));
    }

    internal void Add(string name, List<string>? values)
    {
        for (var i = 0; i < values?.Count; i++)
            Add(Numbered(name, i), values[i]);
    }

    internal void Add<T>(string name, List<T>? structures)
        where T : IQueryStructure
    {
        for (var i = 0; i < structures?.Count; i++)
            Add(Numbered(name, i), structures[i]);
    }

    internal void Add(string name, IQueryStructure? structure) =>
        structure?.Write(new QueryWriter(_request, _prefix + name + "."));

    private static string Numbered(string name, int index) =>
        name + "." + (index + 1).ToString(CultureInfo.InvariantCulture);
}
