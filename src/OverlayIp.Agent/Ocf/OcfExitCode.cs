namespace OverlayIp.Agent.Ocf;

/// <summary>The exit codes of the Open Cluster Framework's resource agent API: other numbers than those of the other commands.</summary>
internal static class OcfExitCode
{
    /// <summary>OCF_SUCCESS.</summary>
    public const int Success = 0;

    /// <summary>OCF_ERR_GENERIC: it failed here and now.</summary>
    public const int Generic = 1;

    /// <summary>OCF_ERR_ARGS: the call itself is wrong.</summary>
    public const int Args = 2;

    /// <summary>OCF_ERR_UNIMPLEMENTED.</summary>
    public const int Unimplemented = 3;

    /// <summary>OCF_ERR_PERM: not root.</summary>
    public const int Permission = 4;

    /// <summary>OCF_ERR_INSTALLED: this node lacks a program; another one may have it.</summary>
    public const int Installed = 5;

    /// <summary>OCF_ERR_CONFIGURED: a parameter is wrong, on every node.</summary>
    public const int Configured = 6;

    /// <summary>OCF_NOT_RUNNING.</summary>
    public const int NotRunning = 7;

    /// <summary>What each code means, in the words of the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Success, "OCF_SUCCESS: done, or it runs"),
        (Generic, "OCF_ERR_GENERIC: failed; the reason is on stderr"),
        (Args, "OCF_ERR_ARGS: the command line is wrong"),
        (Unimplemented, "OCF_ERR_UNIMPLEMENTED: there is no such action"),
        (Permission, "OCF_ERR_PERM: it needs root"),
        (Installed, "OCF_ERR_INSTALLED: this node lacks a program"),
        (Configured, "OCF_ERR_CONFIGURED: a parameter is wrong; nothing was tried"),
        (NotRunning, "OCF_NOT_RUNNING: it does not run here"),
    ];

    /// <summary>The code for what went wrong while something was tried. What EC2 refuses is an error of here and now, as
    /// aws-vpc-move-ip has it: the other node, another minute may be luckier.</summary>
    public static int Of(OverlayIpException failure) => failure.ErrorId == "AddressToolMissing" ? Installed : Generic;
}
