using System.Reflection;
using System.Xml;

namespace OverlayIp.Help;

/// <summary>The whole run: read, check, write; all problems are reported before anything is written.</summary>
internal static class HelpCommand
{
    /// <summary>Nothing is missing and the help file is written.</summary>
    public const int Success = 0;

    /// <summary>The docs have problems; no help file was written.</summary>
    public const int DocsIncomplete = 1;

    /// <summary>The arguments or the files that they name cannot be used.</summary>
    public const int BadArguments = 2;

    public static int Run(IReadOnlyList<string> args, TextWriter errors)
    {
        try
        {
            var problems = Generate(HelpOptions.Parse(args));
            foreach (var problem in problems)
                errors.WriteLine(problem);
            return problems.Count == 0 ? Success : DocsIncomplete;
        }
        catch (Exception e) when (e is HelpOptionsException or IOException or UnauthorizedAccessException or XmlException or BadImageFormatException)
        {
            errors.WriteLine($"OverlayIp.Help : error OIHELP000: {e.Message}");
            return BadArguments;
        }
    }

    private static IReadOnlyList<Problem> Generate(HelpOptions options)
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver(options.References.Append(options.Assembly)));
        var docs = DocLibrary.Load(options.Docs);
        var cmdlets = CmdletReader.Read(context.LoadFromAssemblyPath(Path.GetFullPath(options.Assembly)));

        var problems = new ProblemList(docs, options.Docs[0]);
        var help = new HelpBuilder(docs, cmdlets, problems, options.Topics).Build();
        if (options.Manifest is not null)
            ManifestExports.Read(options.Manifest).CompareWith(cmdlets, problems);
        ExampleCheck.Run(help, problems);

        if (problems.InOrder.Count == 0)
            MamlWriter.Write(help, options.Output);
        return problems.InOrder;
    }
}
