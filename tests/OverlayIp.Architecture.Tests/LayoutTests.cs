using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace OverlayIp.Architecture.Tests;

/// <summary>The shape of the source tree and of what is shipped.</summary>
public class LayoutTests
{
    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Fact]
    public void No_folder_is_a_drawer_for_everything()
    {
        var drawers = Directory.EnumerateDirectories(Repository.Source, "*", SearchOption.AllDirectories)
            .Where(d => !Repository.IsBuildOutput(d))
            .Where(d => Path.GetFileName(d).ToUpperInvariant() is "UTILS" or "UTIL" or "UTILITIES" or "HELPERS" or "HELPER" or "COMMON");
        Assert.Empty(drawers);
    }

    [Fact]
    public void The_module_ships_no_script_module() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.Module, "*.psm1", SearchOption.AllDirectories));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_assembly_carries_the_version_of_the_manifest(string project)
    {
        var version = Repository.ManifestVersion;
        Assert.Matches(@"^\d+\.\d+\.\d+$", version);

        var path = Repository.AssemblyOf(project);
        Assert.Equal(version + ".0", System.Reflection.AssemblyName.GetAssemblyName(path).Version!.ToString());
        Assert.Equal(version, FileVersionInfo.GetVersionInfo(path).ProductVersion!.Split('+')[0]);
    }

    [Fact]
    public void No_project_states_a_version_of_its_own()
    {
        var own = Repository.Files(Repository.Root, "*.csproj").Where(p => Regex.IsMatch(File.ReadAllText(p), "<(Version|VersionPrefix|AssemblyVersion|FileVersion|PackageVersion)>"));
        Assert.Empty(own);
    }

    [Fact]
    public void The_changelog_has_one_heading_for_the_version_of_the_manifest()
    {
        var headings = File.ReadLines(Path.Combine(Repository.Root, "CHANGELOG.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).ToList();
        Assert.Single(headings, h => h.StartsWith($"## [{Repository.ManifestVersion}]", StringComparison.Ordinal));
        Assert.Equal(headings.Count, headings.Select(h => h.Split(']')[0]).Distinct().Count());
    }

    [Fact]
    public void PowerShell_itself_loads_only_the_cmdlets_and_the_model() =>
        Assert.Equal(["OverlayIp.Model.dll", "OverlayIp.dll"], Names(Repository.Module, "*.dll"));

    [Fact]
    public void All_that_the_cmdlets_need_is_in_the_private_folder_and_PowerShell_is_not()
    {
        var names = Names(Path.Combine(Repository.Module, "deps"), "*.dll");
        Assert.Superset(new HashSet<string> { "OverlayIp.Engine.dll", "OverlayIp.Lab.dll", "AWSSDK.Core.dll", "AWSSDK.SecurityToken.dll", "AWSSDK.SSO.dll", "AWSSDK.SSOOIDC.dll" }, names.ToHashSet());
        Assert.DoesNotContain("System.Management.Automation.dll", names);
        Assert.DoesNotContain("OverlayIp.Model.dll", names);
    }

    [Fact]
    public void Portable_assemblies_hold_no_native_code()
    {
        var portable = Directory.EnumerateFiles(Repository.Module, "*.dll").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Module, "deps"), "*.dll"));
        Assert.All(portable, path => Assert.False(HasNativeCode(path), path));
    }

    [Fact]
    public void Precompiled_assemblies_are_complete_for_every_platform_and_runtime()
    {
        var deps = Path.Combine(Repository.Module, "deps");
        var expected = Names(deps, "*.dll");
        foreach (var variant in Directory.EnumerateDirectories(deps).SelectMany(Directory.EnumerateDirectories))
        {
            Assert.Matches(@"[\\/](win|linux|osx)-(x64|arm64|x86|arm)[\\/]net\d+\.0$", variant);
            Assert.Equal(expected, Names(variant, "*.dll"));
            Assert.All(Directory.EnumerateFiles(variant, "*.dll"), path => Assert.True(HasNativeCode(path), path));
        }
    }

    private static List<string> Names(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    // A ready-to-run image is one with a managed native header (ECMA-335 II.25.3.3 reserves the field; crossgen2 fills it).
    private static bool HasNativeCode(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
