using System.Reflection;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>Completes <c>&lt;inheritdoc/&gt;</c>, which the compiler passes on unresolved.</summary>
internal sealed class DocInheritance(DocLibrary docs, ProblemList problems)
{
    /// <summary>The documentation of a class; null when it has none.</summary>
    public MemberDoc Of(Type type) => Resolve(DocLibrary.IdOf(type), () => BaseTypes(type).Select(DocLibrary.IdOf), []);

    /// <summary>The documentation of a property, wherever in the class hierarchy it is declared.</summary>
    public MemberDoc Of(PropertyInfo property) => Resolve(
        DocLibrary.IdOf(property),
        () => BaseTypes(property.DeclaringType!)
            .Select(type => type.GetProperty(property.Name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .OfType<PropertyInfo>()
            .Select(DocLibrary.IdOf),
        []);

    /// <summary>The documentation of an enum member.</summary>
    public MemberDoc Of(FieldInfo field) => Resolve(DocLibrary.IdOf(field), () => [], []);

    private MemberDoc Resolve(string id, Func<IEnumerable<string>> implicitSources, HashSet<string> visited)
    {
        var member = docs.Find(id);
        if (member is null)
            return new MemberDoc(null, []);

        var own = member.Elements().Where(e => e.Name.LocalName != "inheritdoc").ToList();
        if (member.Element("inheritdoc") is not { } inherit)
            return new MemberDoc(member, own);

        visited.Add(id);
        IEnumerable<string> sources = inherit.Attribute("cref")?.Value is { } cref ? [cref] : implicitSources();
        if (sources.FirstOrDefault(s => docs.Find(s) is not null && !visited.Contains(s)) is not { } source)
        {
            problems.Add("OIHELP012", $"the <inheritdoc> of {id} leads to no documentation", inherit);
            return new MemberDoc(member, own);
        }

        var inherited = Resolve(source, () => implicitSources().Where(s => s != source), visited);
        return new MemberDoc(member, [.. own, .. inherited.Elements.Where(e => own.TrueForAll(o => o.Name != e.Name))]);
    }

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            yield return t;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
    }
}

/// <summary>A member's elements after inheritance.</summary>
/// <param name="Member">Where the member itself is documented (for line numbers), or null.</param>
/// <param name="Elements">Its elements: summary, remarks, example…</param>
internal sealed record MemberDoc(XElement? Member, IReadOnlyList<XElement> Elements)
{
    public XElement? Element(string name) => Elements.FirstOrDefault(e => e.Name.LocalName == name);

    public IEnumerable<XElement> All(string name) => Elements.Where(e => e.Name.LocalName == name);
}
