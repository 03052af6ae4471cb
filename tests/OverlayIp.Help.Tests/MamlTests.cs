using static OverlayIp.Help.Tests.HelpFixture;

namespace OverlayIp.Help.Tests;

public sealed class MamlTests : IDisposable
{
    private const string Source = """
        namespace Sample;

        /// <summary>How a widget stands.</summary>
        public enum WidgetState
        {
            /// <summary>It turns.</summary>
            Turning,
            /// <summary>It stands <c>still</c>.</summary>
            Still,
        }

        /// <summary>A widget.</summary>
        public sealed record Widget(string Id);

        public abstract class WidgetCmdlet : PSCmdlet
        {
            /// <summary>The Region, such as <c>eu-west-1</c>.</summary>
            /// <value>The session's Region</value>
            [Parameter]
            public string? Region { get; set; }

            /// <summary>Documented on the base.</summary>
            public virtual string? Note { get; set; }
        }

        /// <summary>Gets widgets
        /// of a <see cref="Widget"/> kind.</summary>
        /// <remarks>
        /// <para>First paragraph, see <see cref="SetWidgetCommand"/> and <see cref="Id"/>; <see langword="null"/> is none.</para>
        /// <para>Second paragraph: <see href="https://example.org/">the page</see>.</para>
        /// <list type="bullet">
        ///   <item><term>One</term><description>the first</description></item>
        ///   <item><description>the second</description></item>
        /// </list>
        /// </remarks>
        /// <notes><para>Needs nothing.</para></notes>
        /// <example>
        /// <para>Get one widget.</para>
        /// <para>An introduction.</para>
        /// <code>
        /// $widget = Get-Widget -Id w-1 |
        ///     Where-Object State -eq Still
        /// </code>
        /// <para>Gets it.</para>
        /// <code>
        /// Id
        /// --
        /// w-1
        /// </code>
        /// </example>
        /// <example>
        /// <code>Get-Widget -All</code>
        /// Gets <c>all</c> of them.
        /// </example>
        /// <seealso cref="SetWidgetCommand"/>
        /// <seealso topic="about_Widgets"/>
        /// <seealso href="https://example.org/widgets">Widgets</seealso>
        [Cmdlet(VerbsCommon.Get, "Widget", DefaultParameterSetName = "ById", HelpUri = "https://example.org/get-widget")]
        [OutputType(typeof(Widget))]
        public sealed class GetWidgetCommand : WidgetCmdlet
        {
            /// <summary>The widget's id.</summary>
            /// <remarks>Wildcards are allowed.</remarks>
            [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ById", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
            [Alias("WidgetId", "Name")]
            [SupportsWildcards]
            public string[] Id { get; set; } = [];

            /// <summary>All of them.</summary>
            [Parameter(Mandatory = true, ParameterSetName = "All")]
            public SwitchParameter All { get; set; }

            /// <summary>Only those in one of these states.</summary>
            [Parameter]
            public WidgetState? State { get; set; }

            /// <inheritdoc/>
            [Parameter]
            public override string? Note { get; set; }

            /// <summary>Not shown.</summary>
            [Parameter(DontShow = true)]
            public string? Hidden { get; set; }
        }

        /// <summary>Changes a widget.</summary>
        /// <remarks>Says how.</remarks>
        /// <example><code>Set-Widget w-1 -Size Small</code>Small.</example>
        /// <example><code>Set-Widget w-1 -Count 3 -WhatIf</code>Three.</example>
        [Cmdlet(VerbsCommon.Set, "Widget", SupportsShouldProcess = true)]
        [OutputType(typeof(void))]
        public sealed class SetWidgetCommand : WidgetCmdlet
        {
            /// <summary>The size.</summary>
            [Parameter]
            [ValidateSet("Small", "Large")]
            [PSDefaultValue(Value = "Large")]
            public string Size { get; set; } = "Large";

            /// <summary>The count.</summary>
            [Parameter]
            [ValidateRange(1, 10)]
            [DefaultValue(5)]
            public int Count { get; set; } = 5;

            /// <summary>The widget's id.</summary>
            [Parameter(Mandatory = true, Position = 0)]
            public string Id { get; set; } = "";
        }
        """;

    private const string Manifest = """
        @{
            # CmdletsToExport = @('Old-Widget')
            CmdletsToExport = @(
                'Get-Widget'
                'Set-Widget'
            )
        }
        """;

    private readonly HelpFixture _help = Of(Source, Manifest, ["about_Widgets"]);

    public void Dispose() => _help.Dispose();

    [Fact]
    public void Complete_docs_succeed()
    {
        Assert.Empty(_help.Errors);
        Assert.Equal(HelpCommand.Success, _help.ExitCode);
        Assert.Equal("maml", _help.Xml!.Root!.Attribute("schema")!.Value);
    }

    [Fact]
    public void Synopsis_is_the_summary_in_one_line() =>
        Assert.Equal("Gets widgets of a Widget kind.", Text(_help.Cmdlet("Get-Widget"), "details/description/para"));

    [Fact]
    public void Description_has_the_paragraphs_and_lists_of_the_remarks() => Assert.Equal(
        """
        First paragraph, see Set-Widget and -Id; $null is none.
        Second paragraph: the page (https://example.org/).
        - One: the first
        - the second
        """,
        Text(_help.Cmdlet("Get-Widget"), "description/para"));

    [Fact]
    public void Notes_become_the_alert_set() => Assert.Equal("Needs nothing.", Text(_help.Cmdlet("Get-Widget"), "alertSet/alert/para"));

    [Fact]
    public void Syntax_has_one_item_per_set_with_the_default_set_first()
    {
        var items = Elements(_help.Cmdlet("Get-Widget"), "syntax/syntaxItem").Select(i => Text(i, "parameter/name").Replace('\n', ' '));
        Assert.Equal(["Id State Note Region", "All State Note Region"], items);
    }

    [Fact]
    public void Syntax_puts_positional_then_mandatory_parameters_first_and_the_inherited_ones_after_the_own()
    {
        var item = Elements(_help.Cmdlet("Set-Widget"), "syntax/syntaxItem").Single();
        Assert.Equal("Id Size Count Region WhatIf Confirm", Text(item, "parameter/name").Replace('\n', ' '));
    }

    [Fact]
    public void Switches_have_no_value_in_the_syntax()
    {
        var all = Elements(_help.Cmdlet("Get-Widget"), "syntax/syntaxItem/parameter").Single(p => Text(p, "name") == "All");
        Assert.Empty(Elements(all, "parameterValue"));
        Assert.Equal("False", Text(all, "defaultValue"));
    }

    [Theory]
    [InlineData("required", "true")]
    [InlineData("position", "0")]
    [InlineData("pipelineInput", "True (ByPropertyName, ByValue)")]
    [InlineData("globbing", "true")]
    [InlineData("aliases", "WidgetId, Name")]
    [InlineData("variableLength", "true")]
    public void Parameter_attributes_are_told(string attribute, string expected) =>
        Assert.Equal(expected, Parameter(_help.Cmdlet("Get-Widget"), "Id").Attribute(attribute)!.Value);

    [Fact]
    public void Parameter_has_type_and_remarks()
    {
        var id = Parameter(_help.Cmdlet("Get-Widget"), "Id");
        Assert.Equal("String[]", Text(id, "parameterValue"));
        Assert.Equal("The widget's id.\nWildcards are allowed.", Text(id, "description/para"));
    }

    [Theory]
    [InlineData("Get-Widget", "Region", "The session's Region")]
    [InlineData("Get-Widget", "State", "None")]
    [InlineData("Set-Widget", "Size", "Large")]
    [InlineData("Set-Widget", "Count", "5")]
    [InlineData("Set-Widget", "WhatIf", "False")]
    public void Defaults_come_from_value_elements_and_attributes(string cmdlet, string parameter, string expected) =>
        Assert.Equal(expected, Text(Parameter(_help.Cmdlet(cmdlet), parameter), "defaultValue"));

    [Fact]
    public void Enum_values_are_listed_with_their_summaries()
    {
        var state = Parameter(_help.Cmdlet("Get-Widget"), "State");
        Assert.Equal("WidgetState", Text(state, "type/name"));
        Assert.EndsWith("- Turning: It turns.\n- Still: It stands still.", Text(state, "description/para"), StringComparison.Ordinal);
        var inSyntax = Elements(_help.Cmdlet("Get-Widget"), "syntax/syntaxItem/parameter").First(p => Text(p, "name") == "State");
        Assert.Equal("Turning\nStill", Text(inSyntax, "parameterValueGroup/parameterValue"));
    }

    [Theory]
    [InlineData("Size", "The size.\nThe accepted values are: Small, Large.")]
    [InlineData("Count", "The count.\nThe accepted values are 1 to 10.")]
    public void Validated_values_are_listed(string parameter, string expected) =>
        Assert.Equal(expected, Text(Parameter(_help.Cmdlet("Set-Widget"), parameter), "description/para"));

    [Fact]
    public void Inherited_documentation_is_followed() =>
        Assert.Equal("Documented on the base.", Text(Parameter(_help.Cmdlet("Get-Widget"), "Note"), "description/para"));

    [Fact]
    public void Hidden_parameters_are_left_out() =>
        Assert.DoesNotContain("Hidden", Text(_help.Cmdlet("Get-Widget"), "parameters/parameter/name").Split('\n'));

    [Fact]
    public void Inputs_are_what_the_pipeline_binds()
    {
        var cmdlet = _help.Cmdlet("Get-Widget");
        Assert.Equal("System.String\nSystem.Management.Automation.PSObject", Text(cmdlet, "inputTypes/inputType/type/name"));
        Assert.Contains("Id (or WidgetId, Name)", Text(cmdlet, "inputTypes/inputType/description/para"), StringComparison.Ordinal);
        Assert.Equal("None", Text(_help.Cmdlet("Set-Widget"), "inputTypes/inputType/type/name"));
    }

    [Fact]
    public void Outputs_are_the_output_types_with_their_summaries()
    {
        Assert.Equal("Sample.Widget", Text(_help.Cmdlet("Get-Widget"), "returnValues/returnValue/type/name"));
        Assert.Equal("A widget.", Text(_help.Cmdlet("Get-Widget"), "returnValues/returnValue/description/para"));
        Assert.Equal("None", Text(_help.Cmdlet("Set-Widget"), "returnValues/returnValue/type/name"));
    }

    [Fact]
    public void Examples_have_title_introduction_code_and_explanation()
    {
        var examples = Elements(_help.Cmdlet("Get-Widget"), "examples/example").ToList();
        Assert.Equal("---------- Example 1: Get one widget ----------\n\nAn introduction.", Text(examples[0], "title"));
        Assert.Equal("$widget = Get-Widget -Id w-1 |\n    Where-Object State -eq Still", Text(examples[0], "code"));
        Assert.Equal("Gets it.\nId\n--\nw-1", Text(examples[0], "remarks/para"));
        Assert.Equal("---------- Example 2 ----------", Text(examples[1], "title"));
        Assert.Equal("Gets all of them.", Text(examples[1], "remarks/para"));
    }

    [Fact]
    public void Links_name_cmdlets_topics_and_pages()
    {
        var cmdlet = _help.Cmdlet("Get-Widget");
        Assert.Equal("Online Version:\nSet-Widget\nabout_Widgets\nWidgets", Text(cmdlet, "relatedLinks/navigationLink/linkText"));
        Assert.Equal("https://example.org/get-widget\n\n\nhttps://example.org/widgets", Text(cmdlet, "relatedLinks/navigationLink/uri"));
    }

    [Fact]
    public void Output_is_the_same_every_time()
    {
        using var again = Of(Source, Manifest, ["about_Widgets"]);
        Assert.Equal(File.ReadAllBytes(_help.Output), File.ReadAllBytes(again.Output));
        Assert.DoesNotContain((byte)'\r', File.ReadAllBytes(_help.Output));
    }
}
