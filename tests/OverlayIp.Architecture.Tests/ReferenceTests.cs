using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OverlayIp.Architecture.Tests;

/// <summary>The arrows of the design, both as they are written in the project files and as the compiler found them used.</summary>
public class ReferenceTests
{
    private const string Automation = "System.Management.Automation";

    // What each project may refer to. The lab shares no code with the client side: a bug in common would hide itself.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["OverlayIp.Model"] = [],
        ["OverlayIp.Ec2"] = ["OverlayIp.Model"],
        ["OverlayIp.Engine"] = ["OverlayIp.Model", "OverlayIp.Ec2"],
        ["OverlayIp.Lab"] = ["OverlayIp.Model"],
        ["OverlayIp"] = ["OverlayIp.Model", "OverlayIp.Engine", "OverlayIp.Lab"],
        ["OverlayIp.Agent"] = ["OverlayIp.Model", "OverlayIp.Engine", "OverlayIp.Lab"],
        ["OverlayIp.Help"] = [],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Fact]
    public void Every_project_has_its_place_in_the_design() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_files_follow_the_arrows(string project) =>
        Assert.Subset(Allowed[project].ToHashSet(), ProjectReferences(project).ToHashSet());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_code_follows_the_arrows(string project) =>
        Assert.Subset(Allowed[project].ToHashSet(), AssemblyReferences(project).Where(r => r.StartsWith("OverlayIp", StringComparison.Ordinal)).ToHashSet());

    [Theory]
    [InlineData("OverlayIp", "OverlayIp.Engine")]
    [InlineData("OverlayIp.Agent", "OverlayIp.Engine")]
    [InlineData("OverlayIp.Engine", "OverlayIp.Ec2")]
    [InlineData("OverlayIp", "OverlayIp.Lab")]
    [InlineData("OverlayIp.Agent", "OverlayIp.Lab")]
    public void The_arrows_of_the_design_exist(string from, string to) => Assert.Contains(to, ProjectReferences(from));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_engine_and_slice_know_the_AWS_SDK(string project)
    {
        if (project is "OverlayIp.Engine" or "OverlayIp.Ec2")
            return;
        Assert.DoesNotContain(PackageReferences(project), IsAws);
        Assert.DoesNotContain(AssemblyReferences(project), IsAws);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_cmdlets_know_PowerShell(string project)
    {
        if (project == "OverlayIp")
            return;
        Assert.DoesNotContain(PackageReferences(project), p => p.Contains("PowerShell", StringComparison.OrdinalIgnoreCase) || p == Automation);
        Assert.DoesNotContain(Automation, AssemblyReferences(project));
    }

    [Fact]
    public void The_model_depends_on_nothing_but_the_framework()
    {
        Assert.Empty(PackageReferences("OverlayIp.Model"));
        Assert.All(AssemblyReferences("OverlayIp.Model"), r => Assert.StartsWith("System.", r, StringComparison.Ordinal));
    }

    private static bool IsAws(string reference) => reference.StartsWith("AWSSDK.", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> ProjectReferences(string project) =>
        Repository.ProjectFile(project).Descendants("ProjectReference")
            .Where(r => r.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> PackageReferences(string project) =>
        Repository.ProjectFile(project).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);

    private static List<string> AssemblyReferences(string project)
    {
        using var file = new PEReader(File.OpenRead(Repository.AssemblyOf(project)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
