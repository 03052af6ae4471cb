using System.Globalization;
using System.Text.RegularExpressions;

namespace OverlayIp.Help.Tests;

public class ProblemTests
{
    // One complete cmdlet, of which each case spoils one thing.
    private const string Complete = """
        /// <summary>How.</summary>
        public enum Speed
        {
            /// <summary>Slow.</summary>
            Slow,
        }
        public abstract class Base : PSCmdlet
        {
            /// <summary>Inherited.</summary>
            [Parameter]
            public string? Region { get; set; }
        }
        /// <summary>Gets a widget.</summary>
        /// <remarks>Describes it.</remarks>
        /// <example><code>Get-Widget -Id w-1</code>First.</example>
        /// <example><code>Get-Widget -All</code>Second.</example>
        /// <seealso topic="about_Widgets"/>
        [Cmdlet(VerbsCommon.Get, "Widget", DefaultParameterSetName = "Id")]
        [OutputType(typeof(string))]
        public sealed class GetWidgetCommand : Base
        {
            /// <summary>An id.</summary>
            [Parameter(ParameterSetName = "Id"), Alias("Name")]
            public string? Id { get; set; }
            /// <summary>All.</summary>
            [Parameter(ParameterSetName = "All")]
            public SwitchParameter All { get; set; }
            /// <summary>A speed.</summary>
            [Parameter]
            public Speed[]? Speed { get; set; }
        }
        """;

    private const string Manifest = "@{ CmdletsToExport = @('Get-Widget') }";

    [Fact]
    public void The_unspoiled_fixture_is_complete()
    {
        using var help = HelpFixture.Of(Complete, Manifest, ["about_Widgets"]);
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("OIHELP001", "/// <summary>Gets a widget.</summary>", "")]
    [InlineData("OIHELP001", "Gets a widget.", " ")]
    [InlineData("OIHELP002", "/// <remarks>Describes it.</remarks>", "")]
    [InlineData("OIHELP003", "/// <summary>An id.</summary>", "")]
    [InlineData("OIHELP003", "/// <summary>Inherited.</summary>", "")]
    [InlineData("OIHELP004", "/// <example><code>Get-Widget -All</code>Second.</example>", "")]
    [InlineData("OIHELP005", "<code>Get-Widget -All</code>Second.", "Second.")]
    [InlineData("OIHELP006", "Second.", "")]
    [InlineData("OIHELP006", "Second.", "<code>Only output</code>")]
    [InlineData("OIHELP007", "[OutputType(typeof(string))]", "")]
    [InlineData("OIHELP010", "Get-Widget -All", "Get-Widget -Everything")]
    [InlineData("OIHELP010", "Get-Widget -All", "$a = 1\n/// Get-Widget `\n///   -Everything")]
    [InlineData("OIHELP010", "Get-Widget -All", "foreach ($i in 1..3) { Get-Widget -Everything }")]
    [InlineData("OIHELP010", "Get-Widget -All", "Get-Widget -Al")]
    [InlineData("OIHELP010", "Get-Widget -All", "Get-Widget -WhatIf")]
    [InlineData("OIHELP011", "/// <summary>Slow.</summary>", "")]
    [InlineData("OIHELP012", "/// <summary>An id.</summary>", "/// <summary>An id.</summary>\n/// <inheritdoc/>")]
    [InlineData("OIHELP012", "Describes it.", "Describes <see cref=\"Nothing\"/>.")]
    [InlineData("OIHELP013", "Get-Widget -All", "Get-Widget; Remove-Widget w-1")]
    [InlineData("OIHELP013", "Get-Widget -All", "Get-Date")]
    [InlineData("OIHELP014", "Get-Widget -All", "Get-Widget -All -Id w-1")]
    [InlineData("OIHELP015", "about_Widgets", "about_Others")]
    public void One_fault_gives_its_one_error_and_no_help_file(string id, string original, string spoiled)
    {
        Assert.Contains(original, Complete, StringComparison.Ordinal);
        using var help = HelpFixture.Of(Complete.Replace(original, spoiled, StringComparison.Ordinal), Manifest, ["about_Widgets"]);
        Assert.Equal([id], help.Ids);
        Assert.Equal(HelpCommand.DocsIncomplete, help.ExitCode);
        Assert.Null(help.Xml);
    }

    [Theory]
    [InlineData("Get-Widget -All -Verbose -ErrorAction Stop")]
    [InlineData("Get-Widget -Name w-1")]
    [InlineData("Get-Widget -All:$true")]
    [InlineData("Get-Widget -All | Where-Object Name -like 'a -Nothing'")]
    [InlineData("(Get-Widget -All).Count -eq 3")]
    [InlineData("Get-Widget -All # -Nothing")]
    [InlineData("Get-Widget -Id \"w -Nothing\" -Region eu-west-1")]
    [InlineData("PS C:\\> Get-Widget -All")]
    [InlineData("Get-Widget -Id (Get-Content -Path x -Raw) -Speed Slow")]
    [InlineData("Get-Widget @arguments -Region x")]
    public void Correct_examples_pass(string code)
    {
        var source = Complete.Replace("Get-Widget -All</code>", System.Security.SecurityElement.Escape(code) + "</code>", StringComparison.Ordinal);
        using var help = HelpFixture.Of(source, Manifest, ["about_Widgets"]);
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("OIHELP008", "@{ CmdletsToExport = @('Get-Widget', 'Set-Widget') }")]
    [InlineData("OIHELP009", "@{ CmdletsToExport = @() }")]
    public void The_manifest_must_export_the_cmdlets_that_exist(string id, string manifest)
    {
        using var help = HelpFixture.Of(Complete, manifest, ["about_Widgets"]);
        Assert.Equal([id], help.Ids);
    }

    [Fact]
    public void A_manifest_problem_is_reported_at_its_line()
    {
        using var help = HelpFixture.Of(Complete, "@{\n  CmdletsToExport = @(\n    'Get-Widget'\n    'Set-Widget'\n  )\n}", ["about_Widgets"]);
        Assert.Matches(@"Fixture\.psd1\(4\): error OIHELP008: CmdletsToExport names Set-Widget", Assert.Single(help.Errors));
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_MSBuilds_form_at_the_line_of_the_doc_file()
    {
        using var help = HelpFixture.Of(Complete.Replace("/// <remarks>Describes it.</remarks>", "", StringComparison.Ordinal).Replace("Second.", "", StringComparison.Ordinal), Manifest);
        Assert.Equal(["OIHELP002", "OIHELP006"], help.Ids);
        var line = int.Parse(Regex.Match(help.Errors[1], @"\((\d+)\): error ").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Contains("Get-Widget -All", File.ReadLines(help.Docs).ElementAt(line - 1), StringComparison.Ordinal);
        Assert.StartsWith(help.Docs, help.Errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--docs", "x.xml")]
    [InlineData("--nonsense", "x")]
    [InlineData("--assembly")]
    [InlineData("--assembly", "missing.dll", "--docs", "missing.xml", "--output", "x.xml")]
    public void Unusable_arguments_are_exit_code_2(params string[] args)
    {
        using var errors = new StringWriter();
        Assert.Equal(HelpCommand.BadArguments, HelpCommand.Run(args, errors));
        Assert.Contains("error OIHELP000", errors.ToString(), StringComparison.Ordinal);
    }
}
