using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>The help of one cmdlet: declaration and texts joined, ready to be written.</summary>
internal sealed record CmdletHelp
{
    public required CmdletDescription Cmdlet { get; init; }
    public required string Synopsis { get; init; }
    public required IReadOnlyList<string> Description { get; init; }
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }
    public required IReadOnlyList<TypeHelp> Inputs { get; init; }
    public required IReadOnlyList<TypeHelp> Outputs { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public required IReadOnlyList<ExampleHelp> Examples { get; init; }
    public required IReadOnlyList<LinkHelp> Links { get; init; }
}

/// <param name="Parameter">The declaration.</param>
/// <param name="Description">Paragraphs, the accepted values included.</param>
/// <param name="DefaultValue">What Get-Help shows as the default.</param>
/// <param name="AcceptedValues">Names that the syntax shows in braces; empty when any value will do.</param>
internal sealed record ParameterHelp(ParameterDescription Parameter, IReadOnlyList<string> Description, string DefaultValue, IReadOnlyList<string> AcceptedValues);

/// <summary>An input or output type.</summary>
internal sealed record TypeHelp(string TypeName, IReadOnlyList<string> Description);

/// <param name="Title">One line, without number.</param>
/// <param name="Introduction">What stands before the code besides the title.</param>
/// <param name="Code">The command lines.</param>
/// <param name="Explanation">What stands after the code.</param>
/// <param name="Source">Where it is written.</param>
internal sealed record ExampleHelp(string? Title, IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Explanation, XElement Source);

/// <param name="Text">Cmdlet, topic or title.</param>
/// <param name="Uri">Web address, or null.</param>
internal sealed record LinkHelp(string Text, string? Uri);
