namespace OverlayIp.Engine.Failover;

/// <summary>How much a <see cref="ResidentEvent"/> matters: the levels of syslog(3) that are used.</summary>
public enum ResidentLevel
{
    /// <summary>Something has failed.</summary>
    Error = 3,

    /// <summary>Something is not as it should be, and it goes on.</summary>
    Warning = 4,

    /// <summary>Something that matters has happened as it should.</summary>
    Notice = 5,

    /// <summary>What is being done.</summary>
    Info = 6,

    /// <summary>A detail.</summary>
    Debug = 7,
}
