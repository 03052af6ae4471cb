using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Addressing;

/// <summary>A change of this machine's addresses, worked out and checked but not made.</summary>
public sealed record AddressPlan
{
    /// <summary>Whether the address is added or removed.</summary>
    public required AddressPlanKind Kind { get; init; }

    /// <summary>The address, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The interface.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The label that the address gets or has, or null.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// The commands, in order. When an address is removed, local routes that outlive it without having been visible
    /// before are deleted as well.
    /// </summary>
    public required IReadOnlyList<ProcessCommand> Commands { get; init; }

    /// <summary>What makes the address permanent or ends that; empty when only the running system is changed.</summary>
    public IReadOnlyList<PersistencePlan> Persistence { get; init; } = [];

    /// <summary>What the user should know beforehand, one sentence each.</summary>
    public IEnumerable<string> Warnings => Persistence.SelectMany(plan => plan.Warnings);

    /// <summary>True when everything is as wished and nothing will be run or written.</summary>
    public bool IsNoOp => Commands.Count == 0 && Persistence.All(plan => plan.IsNoOp);

    /// <summary>What will be done, in one line, for <c>-WhatIf</c>.</summary>
    public required string Description { get; init; }

    /// <summary>The address as it was found when the plan was made; null when it was not there.</summary>
    public OverlayAddress? Present { get; init; }

    // The main address of the interface comes by DHCP, and must still do so afterwards.
    internal bool KeepsDhcp { get; init; }

    /// <summary>The commands and the files with their content, as <c>-WhatIf</c> prints them.</summary>
    public string Preview()
    {
        // In the order in which they are done: the address is added first and removed last.
        var now = Commands.Select(command => $"run {command}");
        var permanent = Persistence.SelectMany(plan => plan.Steps);
        return string.Join('\n', (Kind == AddressPlanKind.Add ? now.Concat(permanent) : permanent.Concat(now)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
