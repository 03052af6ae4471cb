using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OverlayIp.Architecture.Tests;

/// <summary>The repository as files, and where the build puts things.</summary>
internal static partial class Repository
{
    private static readonly Dictionary<string, string?> BuildFacts =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    public static string Root => BuildFacts["RepositoryRoot"]!;

    public static string Source => Path.Combine(Root, "src");

    public static string Module => Path.Combine(Root, "out", "OverlayIp");

    /// <summary>The version in the module manifest, the only place where it is written.</summary>
    public static string ManifestVersion => ModuleVersion().Match(File.ReadAllText(Path.Combine(Root, "OverlayIp.psd1"))).Groups[1].Value;

    /// <summary>The projects under src, by name.</summary>
    public static IReadOnlyList<string> Projects =>
        [.. Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal)];

    public static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Source, project, project + ".csproj"));

    /// <summary>The assembly that a project was just built to.</summary>
    public static string AssemblyOf(string project)
    {
        var file = ProjectFile(project);
        var name = file.Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
        var framework = file.Descendants("TargetFramework").Single().Value is "$(ModuleFramework)" ? "ModuleFramework" : "AppFramework";
        return Path.Combine(Source, project, "bin", BuildFacts["Configuration"]!, BuildFacts[framework]!, name + ".dll");
    }

    /// <summary>All files below a folder that are not made by a build.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Where(f => !IsBuildOutput(f));

    public static bool IsBuildOutput(string path) =>
        Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "out" or ".git");

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
