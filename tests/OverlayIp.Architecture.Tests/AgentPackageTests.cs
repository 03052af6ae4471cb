using System.Text.RegularExpressions;

namespace OverlayIp.Architecture.Tests;

/// <summary>What build.ps1 Pack archives of the executable: the same platforms and files everywhere they are named. Pack itself checks the archives.</summary>
public partial class AgentPackageTests
{
    private static readonly string Agent = Path.Combine(Repository.Source, "OverlayIp.Agent");

    private static string Packaging => File.ReadAllText(Path.Combine(Agent, "package", "Packaging.ps1"));

    private static string PackageReadMe => File.ReadAllText(Path.Combine(Agent, "package", "README.md"));

    [Fact]
    public void The_build_script_packs_the_platforms_that_the_packaging_knows_and_the_readme_names()
    {
        var build = Quoted(Line(File.ReadAllText(Path.Combine(Repository.Root, "build.ps1")), "$AgentRuntimeIdentifier = "));
        Assert.Equal(["linux-arm64", "linux-x64", "win-x64"], build);
        Assert.Equal(build, Quoted(Line(Packaging, "$AgentMachines = ")).Where(t => t.Contains('-', StringComparison.Ordinal)));

        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.All(build, rid => Assert.Contains(rid, readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_archives_have_every_schema_script_and_unit_of_the_executable()
    {
        // What is published as it lies there, by its name in the archive.
        var files = new[] { "Ocf", "schemas", "systemd" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Agent, folder)).Where(f => Path.GetExtension(f) != ".cs"))
            .Select(f => Path.GetRelativePath(Agent, f).Replace('\\', '/').Replace("Ocf/", "ocf/", StringComparison.Ordinal));
        var listed = Quoted(Packaging[Packaging.IndexOf("function Get-AgentContent", StringComparison.Ordinal)..Packaging.IndexOf("function Get-AgentMode", StringComparison.Ordinal)]);
        Assert.Equal(files.Concat(["LICENSE", "README.md", "overlayip", "overlayip.exe", "win"]).Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void The_page_in_the_archives_says_where_the_resource_agent_looks_and_the_unit_starts()
    {
        var script = File.ReadAllText(Path.Combine(Agent, "Ocf", "overlay-ip"));
        var folders = Line(script, "PATH=").Split(':').Where(f => f.StartsWith('/')).ToList();
        Assert.Contains("/opt/overlayip", folders);
        Assert.All(folders, folder => Assert.Contains($"`{folder}`", PackageReadMe, StringComparison.Ordinal));

        var program = Line(File.ReadAllText(Path.Combine(Agent, "systemd", "overlayip-agent.service")), "ExecStart=").Split('=')[1].Split(' ')[0];
        Assert.Contains($"overlayip {program}\n", PackageReadMe.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"`{program}`", PackageReadMe, StringComparison.Ordinal);
        Assert.Contains(Path.GetDirectoryName(program)!.Replace('\\', '/'), folders);
    }

    private static string Line(string text, string part) => text.Split('\n').First(line => line.Contains(part, StringComparison.Ordinal)).Trim();

    private static List<string> Quoted(string text) => [.. InQuotes().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex InQuotes();
}
