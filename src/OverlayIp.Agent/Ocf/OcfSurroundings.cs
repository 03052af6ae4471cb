using OverlayIp.Agent.CommandLine;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Ocf;

/// <summary>What a resource agent finds around itself.</summary>
internal sealed record OcfSurroundings
{
    /// <summary>Gives the value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Whether this is root.</summary>
    public Func<bool> IsRoot { get; init; } = () => Environment.IsPrivilegedProcess;

    /// <summary>The addresses of this machine.</summary>
    public Func<ILocalAddressManager> Addresses { get; init; } = LocalAddressManager.ForThisSystem;

    /// <summary>The MAC address of an interface.</summary>
    public Func<string, string> MacOf { get; init; } = LocalLinks.MacOf;

    /// <summary>The way to EC2.</summary>
    public Func<ConnectionSettings, CancellationToken, Task<Ec2Connection>> Connect { get; init; } = Ec2ConnectionFactory.OpenAsync;

    /// <summary>Prepares the takeover while this node is asked who it is.</summary>
    public Action Prepare { get; init; } = TakeoverRehearsal.Begin;

    /// <summary>What becomes of an action when its time is up.</summary>
    public Overtime Overtime { get; init; } = new();

    /// <summary>Where the locks are, or null for the system's place.</summary>
    public string? LockDirectory { get; init; }
}
