namespace OverlayIp.Engine.Failover.Watching;

/// <summary>What is asked for by HTTP, and which answers are good.</summary>
public sealed record HttpProbeOptions
{
    /// <summary>The URI, with <c>{0}</c> in place of the node's address: <c>http://{0}:8080/health</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>The good status codes; empty for 200 to 399.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>The Host header, which is also the name that the certificate must be for; null for the URI's own host.</summary>
    public string? HostHeader { get; init; }

    /// <summary>True accepts any certificate.</summary>
    public bool SkipCertificateCheck { get; init; }
}
