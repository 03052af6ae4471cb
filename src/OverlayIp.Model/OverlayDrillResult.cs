namespace OverlayIp;

/// <summary>The report of one step of a drill: a switch to a candidate, or the restoring of the original targets at the end.</summary>
public sealed record OverlayDrillResult
{
    /// <summary>The number of the step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>True for the last step, which restores the original targets.</summary>
    public bool IsRestore { get; init; }

    /// <summary>The destination in canonical form.</summary>
    public required string DestinationCidr { get; init; }

    /// <summary>The instance that the step switches to, or null. Null as well when the original targets are several.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The Name tag of that instance, or null.</summary>
    public string? InstanceName { get; init; }

    /// <summary>The network interface that the step switches to. Null when the original targets are several.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>What became of it.</summary>
    public required OverlayDrillOutcome Outcome { get; init; }

    /// <summary>The route tables, each with what was done to it, how often it was tried and how long it took.</summary>
    public IReadOnlyList<OverlayRouteChange> Tables { get; init => field = value.ToArray(); } = [];

    /// <summary>Time from the first change until the last route table was read back with the target; zero when nothing had to be changed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The longest time without an answer on the port, from the last answer before it to the first after it; null when none was asked for, or
    /// when none came any more.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>The stable id of what went wrong, or null.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What went wrong, in one sentence, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The Region, or null when it is not known.</summary>
    public string? Region { get; init; }
}
