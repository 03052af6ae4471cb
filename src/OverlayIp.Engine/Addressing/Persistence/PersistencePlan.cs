namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>A change of what this machine, or an offline image, has after a boot: worked out and checked but not made.</summary>
public sealed record PersistencePlan
{
    /// <summary>Whether the address is added or removed.</summary>
    public required AddressPlanKind Kind { get; init; }

    /// <summary>The address, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The interface.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The stack whose configuration is changed.</summary>
    public required OverlayAddressStack Stack { get; init; }

    /// <summary>The label that the address will have after a boot: some stacks demand one.</summary>
    public string? Label { get; init; }

    /// <summary>The files, in the order in which they are changed.</summary>
    public IReadOnlyList<FileChange> Files { get; init; } = [];

    /// <summary>What is run after the files are changed.</summary>
    public IReadOnlyList<PersistenceCommand> Commands { get; init; } = [];

    /// <summary>What the user should know beforehand, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The configuration as it was found when it has the address already or will lose it; null for a new one.</summary>
    public PersistedAddress? Existing { get; init; }

    /// <summary>True when nothing will be changed.</summary>
    public bool IsNoOp => Files.Count == 0 && Commands.Count == 0;

    /// <summary>What will be done, in one line.</summary>
    public string Description => (IsNoOp, Kind) switch
    {
        (true, AddressPlanKind.Add) => $"{Address} on {InterfaceName} is permanent already ({Stack}{Where})",
        (true, _) => $"no permanent configuration of {Address} is removed",
        (false, AddressPlanKind.Add) => $"make {Address} on {InterfaceName} permanent ({Stack})",
        (false, _) => $"remove the permanent configuration of {Address} on {InterfaceName} ({Stack})",
    };

    private string Where => string.IsNullOrEmpty(Existing?.File) ? "" : $", {Existing.File}";

    /// <summary>The files with their content and the commands, as <c>-WhatIf</c> prints them.</summary>
    public string Preview() => string.Join('\n', Steps);

    internal IEnumerable<string> Steps => Files.Select(file => file.Preview()).Concat(Commands.Select(command => $"run {command.Command}"));

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
