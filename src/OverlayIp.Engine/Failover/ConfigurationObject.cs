using System.Globalization;
using System.Text.Json;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// An object of a configuration file, read property by property. Every mistake says where it is, as a JSON path, what is
/// there and what would be right; what nobody reads is a mistake, too, for it is most likely misspelt.
/// </summary>
internal sealed class ConfigurationObject
{
    private readonly Dictionary<string, JsonElement> _properties = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    public ConfigurationObject(JsonElement element, string path)
    {
        Path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong(path, element, "an object {…}");

        foreach (var property in element.EnumerateObject())
        {
            if (!_properties.TryAdd(property.Name, property.Value))
                throw Invalid(PathOf(property.Name), "is there twice.");
        }
    }

    public string Path { get; }

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Read(name, "a text that is not empty", e => e.ValueKind == JsonValueKind.String && e.GetString() is { Length: > 0 } text ? text : null);

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(PathOf(name), other, "true or false"),
    };

    public int? Number(string name, int least, int most) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } e when e.TryGetInt32(out var value) && value >= least && value <= most => value,
        { } other => throw Wrong(PathOf(name), other, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}")),
    };

    /// <summary>Reads a text by a parser whose <see cref="FormatException"/> says what is right.</summary>
    public T? Parsed<T>(string name, Func<string, T> parse)
        where T : class => Text(name) is { } text ? Parse(PathOf(name), text, parse) : null;

    public IReadOnlyList<T> List<T>(string name, string what, Func<JsonElement, string, T> read)
    {
        if (Find(name) is not { } element)
            return [];

        return element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0
            ? [.. element.EnumerateArray().Select((item, i) => read(item, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{i}]")))]
            : throw Wrong(PathOf(name), element, $"a list of {what}, with one at least");
    }

    public ConfigurationObject? Object(string name) => Find(name) is { } element ? new ConfigurationObject(element, PathOf(name)) : null;

    public OverlayIpException Missing(string name) => Invalid(PathOf(name), "is missing.");

    public OverlayIpException Conflict(string name, string problem) => Invalid(PathOf(name), problem);

    /// <summary>To be called when all has been read.</summary>
    public void RefuseUnknown()
    {
        if (_properties.Keys.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
            throw Invalid(PathOf(unknown), $"is not a property of this file. Expected one of: {string.Join(", ", _known)}.");
    }

    public static T Parse<T>(string path, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw Invalid(path, $"is wrong: {e.Message}", e);
        }
    }

    public static OverlayIpException Wrong(string path, JsonElement found, string expected)
    {
        var text = found.GetRawText();
        return Invalid(path, $"is {(text.Length > 60 ? string.Concat(text.AsSpan(0, 57), "...") : text)}. Expected {expected}.");
    }

    private static OverlayIpException Invalid(string path, string problem, Exception? cause = null) =>
        new("ConfigurationInvalid", OverlayErrorKind.InvalidArgument, $"{path} {problem}", cause) { Subject = path, IsFatal = true };

    private string PathOf(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '_') ? $"{Path}.{name}" : $"{Path}['{name}']";

    private T? Read<T>(string name, string expected, Func<JsonElement, T?> read)
        where T : class => Find(name) is { } element ? read(element) ?? throw Wrong(PathOf(name), element, expected) : null;

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return _properties.TryGetValue(name, out var element) ? element : null;
    }
}
