using System.Diagnostics;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Commands;

/// <summary>This node, put together from the configuration: how it finds itself, its way to EC2, its addresses.</summary>
internal sealed class NodeSession : IDisposable
{
    private readonly FailoverConfiguration _configuration;
    private readonly ILocalAddressManager? _addresses;
    private readonly InstanceMetadataClient? _metadata;

    public NodeSession(FailoverConfiguration configuration)
    {
        _configuration = configuration;
        _addresses = configuration.RouteSets.Any(s => s.Address is not null) ? LocalAddressManager.ForThisSystem() : null;
        if (configuration.Node is null)
        {
            var options = InstanceMetadataOptions.FromEnvironment(Environment.GetEnvironmentVariable);
            _metadata = new InstanceMetadataClient(
                options with { Patience = configuration.Timeout < options.Patience ? configuration.Timeout : options.Patience }, TimeProvider.System);
        }
    }

    /// <summary>Takes over, and says what would be done.</summary>
    public NodeFailover Failover(DestinationLock? held = null) =>
        new(Locator, ConnectAsync, _addresses, TimeProvider.System) { Confirm = held is null ? null : held.ConfirmAsync };

    /// <summary>The node for an agent that stays.</summary>
    public WarmNode Warm() => new(Locator, ConnectAsync, _addresses, TimeProvider.System);

    /// <summary>Finds this node.</summary>
    /// <param name="interfaceName">Its interface, or null for the primary one.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="OverlayIpException">It cannot be told.</exception>
    public Task<NodeIdentity> LocateAsync(string? interfaceName, CancellationToken cancellationToken) => Locator.LocateAsync(interfaceName, cancellationToken);

    /// <summary>Opens the connection for a node.</summary>
    /// <param name="node">The node. Its own Region wins over that of the environment: there and nowhere else is its network interface.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OverlayIpException">There is no way to EC2.</exception>
    public Task<Ec2Connection> ConnectAsync(NodeIdentity node, CancellationToken cancellationToken) => Ec2ConnectionFactory.OpenAsync(
        _configuration.Connection with { Region = _configuration.Connection.Region ?? node.Region }, cancellationToken);

    /// <summary>Waits for the locks of all destinations.</summary>
    public static async Task<DestinationLock> LockAsync(
        FailoverConfiguration configuration, string action, AgentOutput output, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        return await DestinationLock.AcquireAsync(
            configuration.LockDirectory is { } directory ? [directory] : DestinationLock.DefaultDirectories(),
            configuration.RouteSets.Select(s => s.Destination),
            new FailoverWish(action, process.StartTime.ToUniversalTime()),
            output,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _metadata?.Dispose();

    private INodeLocator Locator => _metadata is not null
        ? new MetadataNodeLocator(_metadata, LocalLinks.MacOf)
        : new NamedNodeLocator(new NodeIdentity
        {
            InstanceId = _configuration.Node!.InstanceId,
            NetworkInterfaceId = _configuration.Node.NetworkInterfaceId,
        });
}
