namespace OverlayIp.Help;

/// <summary>The parameters that PowerShell adds to a cmdlet because of its attribute, with their usual texts.</summary>
internal static class BuiltInParameters
{
    /// <summary>about_CommonParameters; usable with every cmdlet and listed for none.</summary>
    public static readonly IReadOnlySet<string> Common = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Verbose", "vb", "Debug", "db", "ErrorAction", "ea", "WarningAction", "wa", "InformationAction", "infa", "ProgressAction", "proga",
        "ErrorVariable", "ev", "WarningVariable", "wv", "InformationVariable", "iv", "OutVariable", "ov", "OutBuffer", "ob", "PipelineVariable", "pv",
    };

    public static readonly IReadOnlyList<ParameterDescription> ShouldProcess =
    [
        Parameter("WhatIf", "SwitchParameter", "Shows what would happen if the cmdlet ran. The cmdlet is not run.", "wi"),
        Parameter("Confirm", "SwitchParameter", "Prompts for confirmation before the cmdlet changes anything.", "cf"),
    ];

    public static readonly IReadOnlyList<ParameterDescription> Paging =
    [
        Parameter("IncludeTotalCount", "SwitchParameter", "Reports the total number of objects before the objects themselves."),
        Parameter("Skip", "UInt64", "Leaves out the first n objects."),
        Parameter("First", "UInt64", "Gets only the first n objects."),
    ];

    private static ParameterDescription Parameter(string name, string type, string text, params string[] aliases) => new()
    {
        Name = name,
        TypeName = type,
        IsSwitch = type == "SwitchParameter",
        BuiltInText = text,
        Aliases = aliases,
        Sets = new Dictionary<string, SetMembership> { [CmdletDescription.AllSets] = new(false, null, false, false, false) },
    };
}
