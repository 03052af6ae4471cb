using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OverlayIp.Help.Tests;

/// <summary>Compiles a source text to an assembly with its XML docs, runs the tool on it and keeps what came out.</summary>
internal sealed class HelpFixture : IDisposable
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("overlayip-help-");

    private HelpFixture(string source, string? manifest, string[]? topics)
    {
        var assembly = PathOf("Fixture.dll");
        Docs = PathOf("Fixture.xml");
        Output = PathOf("en-US/Fixture.dll-Help.xml");
        Compile("using System; using System.ComponentModel; using System.Management.Automation;\n" + source, assembly, Docs);

        List<string> args =
        [
            "--assembly", assembly, "--docs", Docs, "--output", Output,
            "--reference", RuntimeEnvironment.GetRuntimeDirectory(),
            "--reference", typeof(System.Management.Automation.CmdletAttribute).Assembly.Location,
        ];
        if (manifest is not null)
        {
            File.WriteAllText(PathOf("Fixture.psd1"), manifest);
            args.AddRange(["--manifest", PathOf("Fixture.psd1")]);
        }

        if (topics is not null)
        {
            foreach (var topic in topics)
                File.WriteAllText(PathOf(topic + ".help.txt"), "TOPIC");
            args.AddRange(["--topics", _directory.FullName]);
        }

        using var errors = new StringWriter();
        ExitCode = HelpCommand.Run(args, errors);
        Errors = [.. errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        Xml = File.Exists(Output) ? XDocument.Load(Output) : null;
    }

    public string Docs { get; }
    public string Output { get; }
    public int ExitCode { get; }
    public IReadOnlyList<string> Errors { get; }

    /// <summary>The help file, or null when none was written.</summary>
    public XDocument? Xml { get; }

    /// <summary>The ids of the reported problems, in order.</summary>
    public IEnumerable<string> Ids => Errors.Select(e => e.Split(": error ")[1].Split(':')[0]);

    public static HelpFixture Of(string source, string? manifest = null, string[]? topics = null) => new(source, manifest, topics);

    public XElement Cmdlet(string name) =>
        Xml!.Root!.Elements(Command + "command").Single(c => Text(c, "details/name") == name);

    /// <summary>Follows local names; the texts of what is found, joined with line feeds.</summary>
    public static string Text(XElement element, string path) => string.Join('\n', Elements(element, path).Select(e => e.Value));

    public static IEnumerable<XElement> Elements(XElement element, string path) =>
        path.Split('/').Aggregate((IEnumerable<XElement>)[element], (found, name) => found.SelectMany(e => e.Elements().Where(c => c.Name.LocalName == name)));

    public static XElement Parameter(XElement cmdlet, string name) =>
        Elements(cmdlet, "parameters/parameter").Single(p => Text(p, "name") == name);

    public void Dispose() => _directory.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private static void Compile(string source, string assembly, string docs)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(System.Management.Automation.CmdletAttribute).Assembly.Location).Distinct()
            .Select(p => MetadataReference.CreateFromFile(p));
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(documentationMode: DocumentationMode.Parse));
        var compilation = CSharpCompilation.Create("Fixture", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var dll = File.Create(assembly);
        using var xml = File.Create(docs);
        var result = compilation.Emit(dll, xmlDocumentationStream: xml);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
