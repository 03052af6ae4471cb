namespace OverlayIp.Engine.Drills;

/// <summary>How a drill is carried out.</summary>
public sealed record DrillOptions
{
    /// <summary>How long each switch may take; null for 30 seconds and one more for each route table.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long restoring may take, also when the drill was stopped.</summary>
    public TimeSpan RestoreTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the address may take to answer once the routes point to a candidate.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
