using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>
/// Writes the help as MAML, the XML that Get-Help reads. Its schema was never published in full; the shapes here are those that
/// Microsoft's own modules ship and that PowerShell's help formatter looks for.
/// </summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes a temporary sibling and renames it, so that an interrupted build leaves no half file behind.</summary>
    public static void Write(IReadOnlyList<CmdletHelp> help, string file)
    {
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        using (var writer = XmlWriter.Create(temporary, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None }))
            Document(help).Save(writer);
        File.Move(temporary, path, overwrite: true);
    }

    public static XDocument Document(IReadOnlyList<CmdletHelp> help) =>
        new(new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), help.Select(Cmdlet)));

    private static XElement Cmdlet(CmdletHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Cmdlet.Name),
            new XElement(Command + "verb", help.Cmdlet.Verb),
            new XElement(Command + "noun", help.Cmdlet.Noun),
            Description([help.Synopsis])),
        Description(help.Description),
        new XElement(Command + "syntax", help.Cmdlet.Sets.Select(set => SyntaxItem(help, set))),
        new XElement(Command + "parameters", help.Parameters.OrderBy(p => p.Parameter.Name, StringComparer.Ordinal).Select(p => Parameter(p, Overall(help, p), inSyntax: false))),
        new XElement(Command + "inputTypes", Types(help.Inputs, "inputType")),
        new XElement(Command + "returnValues", Types(help.Outputs, "returnValue")),
        help.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(help.Notes))),
        new XElement(Command + "examples", help.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", help.Links.Select(Link)));

    private static XElement SyntaxItem(CmdletHelp help, string set)
    {
        var members = help.Parameters
            .Select(p => (Help: p, In: p.Parameter.In(set)))
            .Where(p => p.In is not null)
            .OrderBy(p => p.In!.Position ?? int.MaxValue)
            .ThenBy(p => p.In!.Mandatory ? 0 : 1);
        return new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", help.Cmdlet.Name),
            members.Select(p => Parameter(p.Help, p.In!, inSyntax: true)));
    }

    // The parameter list has one entry for all sets: mandatory when it is so everywhere, the pipeline input of any set.
    private static SetMembership Overall(CmdletHelp help, ParameterHelp parameter)
    {
        var sets = parameter.Parameter.Sets.Values;
        return new SetMembership(
            help.Cmdlet.Sets.All(s => parameter.Parameter.In(s) is not { Mandatory: false }),
            sets.Select(s => s.Position).FirstOrDefault(p => p is not null),
            sets.Any(s => s.ByValue),
            sets.Any(s => s.ByPropertyName),
            sets.Any(s => s.RemainingArguments));
    }

    private static XElement Parameter(ParameterHelp help, SetMembership membership, bool inSyntax)
    {
        var parameter = help.Parameter;
        XElement? group = inSyntax && help.AcceptedValues.Count > 0
            ? new XElement(Command + "parameterValueGroup", help.AcceptedValues.Select(v => Value(v, required: false, variable: false)))
            : null;
        // In the syntax a switch takes no value; Get-Help would print its type as if it did.
        XElement? value = inSyntax && parameter.IsSwitch ? null : Value(parameter.TypeName, required: !parameter.IsSwitch, parameter.IsCollection);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Flag(membership.Mandatory)),
            new XAttribute("variableLength", Flag(parameter.IsCollection)),
            new XAttribute("globbing", Flag(parameter.Globbing)),
            new XAttribute("pipelineInput", membership.PipelineInput),
            new XAttribute("position", membership.Position is { } position ? XmlConvert.ToString(position) : "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Description(help.Description),
            group,
            value,
            Type(parameter.TypeName),
            new XElement(Dev + "defaultValue", help.DefaultValue));
    }

    private static XElement Value(string text, bool required, bool variable) =>
        new(Command + "parameterValue", new XAttribute("required", Flag(required)), new XAttribute("variableLength", Flag(variable)), text);

    private static IEnumerable<XElement> Types(IReadOnlyList<TypeHelp> types, string element)
    {
        if (types.Count == 0)
            return [new XElement(Command + element, Type("None"))];
        return types.Select(t => new XElement(Command + element, Type(t.TypeName), Description(t.Description)));
    }

    private static XElement Type(string name) => new(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri"));

    private static XElement Example(ExampleHelp example, int index)
    {
        var title = string.Join(": ", new[] { $"Example {index + 1}", example.Title }.Where(t => t is not null));
        return new XElement(
            Command + "example",
            // Not in maml:introduction: by tradition that is the prompt, which Get-Help prints on the code's own line.
            new XElement(Maml + "title", string.Join("\n\n", example.Introduction.Prepend($"---------- {title} ----------"))),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Explanation)));
    }

    private static XElement Link(LinkHelp link) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Uri));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(p => new XElement(Maml + "para", p));

    private static string Flag(bool value) => value ? "true" : "false";
}
