using System.Reflection;

namespace OverlayIp.Help;

/// <summary>A cmdlet as its attributes declare it.</summary>
internal sealed record CmdletDescription
{
    /// <summary>The name PowerShell gives the set of a parameter that names none.</summary>
    public const string AllSets = "__AllParameterSets";

    public required Type Type { get; init; }
    public required string Verb { get; init; }
    public required string Noun { get; init; }
    public string? DefaultSet { get; init; }
    public string? HelpUri { get; init; }
    public bool SupportsShouldProcess { get; init; }

    /// <summary>Own parameters first, then those of the base classes, then the ones that PowerShell adds.</summary>
    public required IReadOnlyList<ParameterDescription> Parameters { get; init; }

    /// <summary>Null without an OutputType attribute; empty when it says void.</summary>
    public IReadOnlyList<OutputDescription>? Outputs { get; init; }

    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var named = Parameters.SelectMany(p => p.Sets.Keys).Where(s => s != AllSets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (DefaultSet is not null && DefaultSet != AllSets)
            {
                named.Remove(DefaultSet);
                named.Insert(0, DefaultSet);
            }

            return named.Count == 0 ? [AllSets] : named;
        }
    }

    public override string ToString() => Name;
}

/// <summary>What a cmdlet emits.</summary>
/// <param name="TypeName">Full name.</param>
/// <param name="Type">The type, when the attribute gave it as one.</param>
internal sealed record OutputDescription(string TypeName, Type? Type);

/// <summary>A parameter, over all sets.</summary>
internal sealed record ParameterDescription
{
    public required string Name { get; init; }

    /// <summary>The property that carries it; null for a parameter that PowerShell adds.</summary>
    public PropertyInfo? Property { get; init; }

    /// <summary>The text of a parameter that PowerShell adds.</summary>
    public string? BuiltInText { get; init; }

    /// <summary>As PowerShell shows it: <c>String[]</c>, <c>SwitchParameter</c>.</summary>
    public required string TypeName { get; init; }
    public bool IsSwitch { get; init; }
    public bool IsCollection { get; init; }
    public bool Globbing { get; init; }

    /// <summary>The enum behind the type (element of an array, value of a nullable), or null.</summary>
    public Type? EnumType { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<string> ValidValues { get; init; } = [];
    public (string Min, string Max)? ValidRange { get; init; }
    public string? DefaultValue { get; init; }

    /// <summary>The membership in each set; <see cref="CmdletDescription.AllSets"/> stands for every set.</summary>
    public required IReadOnlyDictionary<string, SetMembership> Sets { get; init; }

    public bool IsCalled(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    public SetMembership? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(CmdletDescription.AllSets);
}

/// <summary>How a parameter behaves in one parameter set.</summary>
internal sealed record SetMembership(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName, bool RemainingArguments)
{
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
