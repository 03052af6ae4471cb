using System.Text.Json.Serialization;
using OverlayIp.Agent.CommandLine;

namespace OverlayIp.Agent.Output;

/// <summary>One condition of an overlay address.</summary>
internal sealed record CheckLineReport
{
    /// <summary>The stable id of the condition, such as <c>RouteInEveryTable</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about: a route table, an instance, a security group, or the destination where it holds for all of them.</summary>
    public required string Subject { get; init; }

    /// <summary>The destination in canonical form.</summary>
    public required string Destination { get; init; }

    /// <summary>The VPC, or null when it is not known.</summary>
    public required string? VpcId { get; init; }

    /// <summary>The name of the <see cref="OverlayCheckStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>False when it failed, and when it would have been tested but for a missing permission.</summary>
    public required bool Passed { get; init; }

    /// <summary>The name of the <see cref="OverlayCheckConcern"/>: what suffers when the condition does not hold.</summary>
    public required string Concerns { get; init; }

    /// <summary>What was seen; where it was skipped, why.</summary>
    public required string Evidence { get; init; }

    /// <summary>A command that mends it, or null.</summary>
    public required string? Remedy { get; init; }

    /// <summary>Seconds that the API calls took which it rests on.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The status as the table shows it: what deserves a look stands out.</summary>
    [JsonIgnore]
    public string Word => (Status, Passed) switch
    {
        (nameof(OverlayCheckStatus.Pass), _) => "pass",
        (nameof(OverlayCheckStatus.Skipped), true) => "skipped",
        (nameof(OverlayCheckStatus.Skipped), false) => "UNTESTED",
        _ => Status.ToUpperInvariant(),
    };

    /// <summary>True when people must be told more than that it was made. What was denied is an error, and told once for all checks.</summary>
    [JsonIgnore]
    public bool IsNotable => Status is nameof(OverlayCheckStatus.Fail) or nameof(OverlayCheckStatus.Warn);

    public static CheckLineReport Of(OverlayCheck check) => new()
    {
        Id = check.Id,
        Subject = check.Subject,
        Destination = check.DestinationCidr,
        VpcId = check.VpcId,
        Status = check.Status.ToString(),
        Passed = check.Passed,
        Concerns = check.Concerns.ToString(),
        Evidence = CommandLineWords.Translate(check.Evidence),
        Remedy = check.Remedy,
        ElapsedSeconds = Math.Round(check.Elapsed.TotalSeconds, 3),
    };
}
