using System.Reflection;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>The compiler's XML doc files, by member id (<c>T:…</c>, <c>P:…</c>, <c>F:…</c>).</summary>
internal sealed class DocLibrary
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<XDocument, string> _files = [];
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);

    public static DocLibrary Load(IEnumerable<string> files)
    {
        var library = new DocLibrary();
        foreach (var file in files)
        {
            var document = XDocument.Load(file, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
            library._files.Add(document, file);
            if (document.Root?.Element("assembly")?.Element("name")?.Value is { } assembly)
                library._assemblies.Add(assembly);
            foreach (var member in document.Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } id)
                    library._members.TryAdd(id, member);
            }
        }

        return library;
    }

    /// <summary>True when the assembly's docs were given, so that a missing text is somebody's omission.</summary>
    public bool Covers(Assembly assembly) => _assemblies.Contains(assembly.GetName().Name ?? "");

    public XElement? Find(string id) => _members.GetValueOrDefault(id);

    public string? FileOf(XElement? element) => element?.Document is { } document ? _files.GetValueOrDefault(document) : null;

    public static string IdOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return "T:" + definition.FullName!.Replace('+', '.');
    }

    public static string IdOf(PropertyInfo property) => string.Concat("P:", IdOf(property.DeclaringType!).AsSpan(2), ".", property.Name);

    public static string IdOf(FieldInfo field) => string.Concat("F:", IdOf(field.DeclaringType!).AsSpan(2), ".", field.Name);
}
