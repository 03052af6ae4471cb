using System.Text.RegularExpressions;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Agent.Tests;

public partial class HelpTests
{
    [Theory]
    [InlineData("switch")]
    [InlineData("status")]
    [InlineData("check")]
    [InlineData("lab")]
    [InlineData("demo")]
    public async Task Every_command_shows_examples_and_exit_codes(string command)
    {
        var run = await AgentRun.InProcessAsync(command, "--help");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"  overlayip {command}", run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.All(ExitCode.Table, row => Assert.Contains(row.Meaning, run.Output, StringComparison.Ordinal));
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("switch", true)]
    [InlineData("status", true)]
    [InlineData("check", true)]
    [InlineData("lab", false)]
    [InlineData("demo", false)]
    public async Task Commands_that_talk_to_AWS_name_the_environment_variables(string command, bool talksToAws)
    {
        var run = await AgentRun.InProcessAsync(command, "--help");
        Assert.Equal(talksToAws, run.Output.Contains("AWS_SECRET_ACCESS_KEY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("switch")]
    [InlineData("status")]
    [InlineData("check")]
    public async Task No_option_takes_a_secret(string command)
    {
        var run = await AgentRun.InProcessAsync(command, "--help");
        Assert.DoesNotMatch(SecretOption(), run.Output);
    }

    [Fact]
    public async Task The_help_of_check_has_every_check()
    {
        Assert.Equal(OverlayValidator.CheckIds, CheckMeanings.Table.Select(row => row.Id));
        var run = await AgentRun.InProcessAsync("check", "--help");
        Assert.All(CheckMeanings.Table, row => Assert.Matches($"\n  {row.Id} +{Regex.Escape(row.Meaning)}", run.Output));
    }

    [Fact]
    public async Task The_root_help_lists_the_commands()
    {
        var run = await AgentRun.InProcessAsync("--help");
        Assert.Equal(0, run.Code);
        Assert.All(["switch <destination>", "status <destination>", "check <destination>", "lab ", "demo "], name => Assert.Contains($"  {name}", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_command_at_all_shows_the_help_and_is_a_mistake()
    {
        var run = await AgentRun.InProcessAsync();
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("Commands:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_manifests()
    {
        var run = await AgentRun.ChildAsync(new Dictionary<string, string?>(), "--version");
        Assert.Equal(0, run.Code);
        Assert.Equal(ManifestVersion(), run.Output.Trim());
    }

    [GeneratedRegex("--(access|secret|session|token|password)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretOption();

    private static string ManifestVersion()
    {
        var line = File.ReadLines(Path.Combine(RepositoryRoot.Path, "OverlayIp.psd1")).First(l => l.TrimStart().StartsWith("ModuleVersion", StringComparison.Ordinal));
        return Version.Parse(line.Split('\'')[1]).ToString(3);
    }
}
