namespace OverlayIp.Engine.Failover.Watching;

/// <summary>What a probe says of a node.</summary>
public enum ProbeVerdict
{
    /// <summary>Nothing: the probe itself could not be made. It counts neither for the node nor against it.</summary>
    Unknown,

    /// <summary>The node answered as it should.</summary>
    Passed,

    /// <summary>The node did not.</summary>
    Failed,
}
