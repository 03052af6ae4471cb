namespace OverlayIp.Agent.Resident;

/// <summary>What the command line says of the agent.</summary>
internal sealed record ResidentOptions
{
    /// <summary>The FIFO, or null for none.</summary>
    public string? Fifo { get; init; }

    /// <summary>The file for the metrics, or null.</summary>
    public string? MetricsFile { get; init; }

    /// <summary>The port for the metrics on loopback, or null.</summary>
    public int? MetricsPort { get; init; }
}
