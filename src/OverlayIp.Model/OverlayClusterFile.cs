namespace OverlayIp;

/// <summary>A configuration file of one node of a cluster.</summary>
public sealed record OverlayClusterFile
{
    /// <summary>The node: its Name tag, else its instance or network interface.</summary>
    public required string Node { get; init; }

    /// <summary>Where the file belongs on the node, such as <c>/etc/keepalived/keepalived.conf</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The whole text.</summary>
    public required string Content { get; init; }

    /// <summary>The permissions on Unix, in octal, such as <c>0644</c>; null on Windows.</summary>
    public string? Mode { get; init; }

    /// <summary>Where it was written to, or null when it was not.</summary>
    public string? FullName { get; init; }
}
