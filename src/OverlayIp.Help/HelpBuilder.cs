using System.Reflection;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>Joins the declarations with their texts and notes what is missing.</summary>
internal sealed class HelpBuilder
{
    private const int MinimumExamples = 2;

    private readonly DocLibrary _docs;
    private readonly IReadOnlyList<CmdletDescription> _cmdlets;
    private readonly ProblemList _problems;
    private readonly IReadOnlySet<string>? _topics;
    private readonly DocInheritance _inheritance;
    private readonly DocText _text;
    private readonly Dictionary<string, string> _shellNames;

    public HelpBuilder(DocLibrary docs, IReadOnlyList<CmdletDescription> cmdlets, ProblemList problems, IReadOnlySet<string>? topics)
    {
        _docs = docs;
        _cmdlets = cmdlets;
        _problems = problems;
        _topics = topics;
        _inheritance = new DocInheritance(docs, problems);
        _text = new DocText(NameOf);

        _shellNames = cmdlets
            .SelectMany(c => c.Parameters).Select(p => p.Property).OfType<PropertyInfo>()
            .DistinctBy(DocLibrary.IdOf)
            .ToDictionary(DocLibrary.IdOf, p => "-" + p.Name, StringComparer.Ordinal);
        foreach (var cmdlet in cmdlets)
            _shellNames[DocLibrary.IdOf(cmdlet.Type)] = cmdlet.Name;
    }

    public IReadOnlyList<CmdletHelp> Build() => [.. _cmdlets.Select(Build)];

    private CmdletHelp Build(CmdletDescription cmdlet)
    {
        var doc = _inheritance.Of(cmdlet.Type);
        var synopsis = _text.Line(doc.Element("summary"));
        if (synopsis.Length == 0)
            _problems.Add("OIHELP001", $"{cmdlet} has no synopsis: write a <summary> on {cmdlet.Type.Name}", doc.Member);
        var description = _text.Paragraphs(doc.Element("remarks"));
        if (description.Count == 0)
            _problems.Add("OIHELP002", $"{cmdlet} has no description: write <remarks> on {cmdlet.Type.Name}", doc.Member);
        if (cmdlet.Outputs is null)
            _problems.Add("OIHELP007", $"{cmdlet} does not say what it emits: add [OutputType] to {cmdlet.Type.Name}, typeof(void) for nothing", doc.Member);

        var examples = doc.All("example").Select(e => Example(cmdlet, e)).ToList();
        if (examples.Count < MinimumExamples)
            _problems.Add("OIHELP004", $"{cmdlet} has {examples.Count} examples; {MinimumExamples} is the least", doc.Member);

        return new CmdletHelp
        {
            Cmdlet = cmdlet,
            Synopsis = synopsis,
            Description = description,
            Parameters = [.. cmdlet.Parameters.Select(p => Parameter(cmdlet, p))],
            Inputs = Inputs(cmdlet),
            Outputs = [.. (cmdlet.Outputs ?? []).Select(o => new TypeHelp(o.TypeName, Summary(o.Type)))],
            Notes = [.. doc.All("notes").SelectMany(e => _text.Paragraphs(e))],
            Examples = examples,
            Links = [.. OnlineVersion(cmdlet), .. doc.All("seealso").Select(Link)],
        };
    }

    private ExampleHelp Example(CmdletDescription cmdlet, XElement example)
    {
        var code = example.Element("code");
        var command = code is null ? "" : DocText.Code(code);
        if (command.Length == 0)
            _problems.Add("OIHELP005", $"an example of {cmdlet} has no <code>", example);

        var before = _text.Paragraphs(code is null ? example.Nodes() : code.NodesBeforeSelf());
        var after = code is null ? [] : _text.Paragraphs(code.NodesAfterSelf());
        if (code is not null && _text.Paragraphs(code.NodesAfterSelf().Where(n => n is not XElement { Name.LocalName: "code" })).Count == 0)
            _problems.Add("OIHELP006", $"an example of {cmdlet} has no explanation after its <code>", example);
        return new ExampleHelp(before.Count == 0 ? null : before[0].TrimEnd('.', ':'), [.. before.Skip(1)], command, after, example);
    }

    private ParameterHelp Parameter(CmdletDescription cmdlet, ParameterDescription parameter)
    {
        var noValue = parameter.IsSwitch ? "False" : "None";
        if (parameter.Property is not { } property)
            return new ParameterHelp(parameter, [parameter.BuiltInText!], noValue, []);

        var doc = _inheritance.Of(property);
        List<string> text = [.. _text.Paragraphs(doc.Element("summary"))];
        if (text.Count == 0)
            _problems.Add("OIHELP003", $"{cmdlet} -{parameter.Name} has no description: write a <summary> on {property.DeclaringType!.Name}.{property.Name}", doc.Member);
        text.AddRange(_text.Paragraphs(doc.Element("remarks")));

        var accepted = parameter.ValidValues;
        if (parameter.EnumType is { } enumType && accepted.Count == 0)
        {
            var members = enumType.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(f => f.MetadataToken).ToList();
            accepted = [.. members.Select(m => m.Name)];
            text.Add("The accepted values are:");
            text.Add(string.Join('\n', members.Select(m => EnumMember(cmdlet, parameter, m))));
        }
        else if (accepted.Count > 0)
        {
            text.Add($"The accepted values are: {string.Join(", ", accepted)}.");
        }
        else if (parameter.ValidRange is var (min, max))
        {
            text.Add($"The accepted values are {min} to {max}.");
        }

        var value = _text.Line(doc.Element("value"));
        return new ParameterHelp(parameter, text, value.Length > 0 ? value : parameter.DefaultValue ?? noValue, accepted);
    }

    private string EnumMember(CmdletDescription cmdlet, ParameterDescription parameter, FieldInfo member)
    {
        var doc = _inheritance.Of(member);
        var summary = _text.Line(doc.Element("summary"));
        if (summary.Length > 0)
            return $"- {member.Name}: {summary}";
        if (_docs.Covers(member.DeclaringType!.Assembly))
            _problems.Add("OIHELP011", $"{cmdlet} -{parameter.Name} accepts {member.Name}, which has no description: write a <summary> on {member.DeclaringType.Name}.{member.Name}", doc.Member);
        return $"- {member.Name}";
    }

    private List<TypeHelp> Inputs(CmdletDescription cmdlet)
    {
        var inputs = new List<TypeHelp>();
        foreach (var parameter in cmdlet.Parameters.Where(p => p.Sets.Values.Any(s => s.ByValue)))
        {
            var type = parameter.Property!.PropertyType;
            var element = type.IsArray ? type.GetElementType()! : type;
            inputs.Add(new TypeHelp(element.FullName ?? element.Name, [$"Binds to -{parameter.Name}.", .. Summary(element)]));
        }

        var byName = cmdlet.Parameters.Where(p => p.Sets.Values.Any(s => s.ByPropertyName))
            .Select(p => p.Aliases.Count == 0 ? p.Name : $"{p.Name} (or {string.Join(", ", p.Aliases)})").ToList();
        if (byName.Count > 0)
            inputs.Add(new TypeHelp("System.Management.Automation.PSObject", [$"Any object; these properties bind to the parameters of the same name: {string.Join(", ", byName)}."]));
        return inputs;
    }

    private IReadOnlyList<string> Summary(Type? type) =>
        type is null || !_docs.Covers(type.Assembly) ? [] : _text.Paragraphs(_inheritance.Of(type).Element("summary"));

    private static IEnumerable<LinkHelp> OnlineVersion(CmdletDescription cmdlet) =>
        string.IsNullOrEmpty(cmdlet.HelpUri) ? [] : [new LinkHelp("Online Version:", cmdlet.HelpUri)];

    private LinkHelp Link(XElement seealso)
    {
        if (seealso.Attribute("topic")?.Value is { } topic)
        {
            if (_topics?.Contains(topic) == false)
                _problems.Add("OIHELP015", $"the about topic {topic} does not ship with the module", seealso);
            return new LinkHelp(topic, null);
        }

        var text = _text.Line(seealso);
        if (seealso.Attribute("href")?.Value is { } uri)
            return new LinkHelp(text.Length > 0 ? text : uri, uri);
        return new LinkHelp(text.Length > 0 ? text : NameOf(seealso), null);
    }

    private string NameOf(XElement see)
    {
        var cref = see.Attribute("cref")?.Value ?? "";
        if (_shellNames.TryGetValue(cref, out var name))
            return name;
        if (cref.Length < 3 || cref[0] == '!')
            _problems.Add("OIHELP012", $"the reference '{cref.TrimStart('!', ':')}' leads nowhere", see);

        var path = cref.Length < 2 ? "" : cref[2..].Split('(')[0];
        return path[(path.LastIndexOf('.') + 1)..].Split('`')[0];
    }
}
