namespace OverlayIp.Agent;

/// <summary>The exit codes of every command: the one table that the help prints and that callers may rely on.</summary>
internal static class ExitCode
{
    /// <summary>Done, and read back.</summary>
    public const int Done = 0;

    /// <summary>Failed, or done for some route tables only.</summary>
    public const int Failed = 1;

    /// <summary>The command line or what it names is malformed.</summary>
    public const int Usage = 2;

    /// <summary>A guard refused.</summary>
    public const int Refused = 3;

    /// <summary>Something named does not exist.</summary>
    public const int NotFound = 4;

    /// <summary>No valid credentials, or no permission.</summary>
    public const int Denied = 5;

    /// <summary>The API cannot be reached, throttles or took too long.</summary>
    public const int Unavailable = 6;

    /// <summary>What <c>status</c> or <c>check</c> found is not as it should be.</summary>
    public const int Unhealthy = 7;

    /// <summary>A bug in this program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>Stopped by a signal: 128 + SIGINT, as a shell would report it.</summary>
    public const int Interrupted = 130;

    /// <summary>What each code means, in the words of the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Done, "done, and verified by reading it back; check: nothing failed"),
        (Failed, "failed, or done for some of the route tables only; each is reported"),
        (Usage, "the command line, an id or a setting is wrong; nothing was tried"),
        (Refused, "refused by a guard: the state is not what the change needs"),
        (NotFound, "something named does not exist"),
        (Denied, "no valid credentials, or no permission; check: nothing failed, but not all could be tested"),
        (Unavailable, "the API cannot be reached, throttles, or took too long; try again"),
        (Unhealthy, "check: a check failed; status: a route is a blackhole, or route tables disagree; with --node, this node is not the target everywhere"),
        (Bug, "a bug in overlayip"),
        (Interrupted, "stopped by Ctrl+C or SIGTERM; what was done is reported"),
    ];

    /// <summary>The code for a sort of error.</summary>
    public static int Of(OverlayErrorKind kind) => kind switch
    {
        OverlayErrorKind.InvalidArgument => Usage,
        OverlayErrorKind.NotFound => NotFound,
        OverlayErrorKind.AlreadyExists or OverlayErrorKind.Refused => Refused,
        OverlayErrorKind.PermissionDenied or OverlayErrorKind.Authentication => Denied,
        OverlayErrorKind.LimitExceeded or OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout => Unavailable,
        _ => Failed,
    };
}
