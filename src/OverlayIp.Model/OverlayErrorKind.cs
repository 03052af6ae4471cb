namespace OverlayIp;

/// <summary>The sort of an error; it becomes PowerShell's error category and the agent's exit code.</summary>
public enum OverlayErrorKind
{
    /// <summary>What was given is malformed or contradicts itself; nothing was tried.</summary>
    InvalidArgument,

    /// <summary>The named thing does not exist.</summary>
    NotFound,

    /// <summary>The thing to create exists already.</summary>
    AlreadyExists,

    /// <summary>A guard refused: the state is not what the change needs.</summary>
    Refused,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,

    /// <summary>No valid credentials, or expired ones.</summary>
    Authentication,

    /// <summary>The API's request limit, or another limit or quota.</summary>
    LimitExceeded,

    /// <summary>The API or the network was not available.</summary>
    Unavailable,

    /// <summary>The deadline passed.</summary>
    Timeout,

    /// <summary>The operating system refused or lacks something.</summary>
    OperatingSystem,

    /// <summary>Anything else; the message is the cause's own.</summary>
    Unspecified,
}
