namespace OverlayIp.Engine.Addressing.Persistence;

// As much YAML as netplan files are made of: mappings and sequences by indentation or in braces and brackets, plain and
// quoted scalars, comments. Anchors, tags and block scalars, which netplan files do not have, read as plain text.
internal sealed class YamlMapping
{
    private readonly List<(string Key, object? Value)> _entries = [];

    public IEnumerable<(string Key, YamlMapping Mapping)> Children => _entries.Where(entry => entry.Value is YamlMapping).Select(entry => (entry.Key, (YamlMapping)entry.Value!));

    public IReadOnlyList<string> Keys => [.. _entries.Select(entry => entry.Key)];

    public static YamlMapping Read(string text) => new YamlReader(text).Read();

    public YamlMapping? Child(string key) => Find(key) as YamlMapping;

    public string? Value(string key) => Find(key) as string;

    // Scalars, or mappings with one key such as {"10.2.0.1/32": {label: …}}.
    public IReadOnlyList<object> Sequence(string key) => Find(key) as IReadOnlyList<object> ?? [];

    public void Add(string key, object? value) => _entries.Add((key, value));

    private object? Find(string key) => _entries.LastOrDefault(entry => entry.Key == key).Value;
}
