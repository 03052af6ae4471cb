using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>Where the agent listens: beside the locks, which commands and agent have in common already.</summary>
internal static class ControlSocket
{
    private const string FileName = "agent.sock";

    /// <summary>The directories in which it may be, the best first.</summary>
    public static IReadOnlyList<string> Directories(FailoverConfiguration configuration) =>
        configuration.LockDirectory is { } directory ? [directory] : DestinationLock.DefaultDirectories();

    /// <summary>The socket of a directory.</summary>
    public static string In(string directory) => Path.Combine(directory, FileName);

    /// <summary>The socket of the agent with this configuration, or null when there is none.</summary>
    public static string? Find(FailoverConfiguration configuration) => Directories(configuration).Select(In).FirstOrDefault(File.Exists);
}
