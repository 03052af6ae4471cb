using System.Net;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Metadata;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>A lab's network with what belongs to it: the lab's file, and the services within the instances.</summary>
internal sealed class NetworkedServer : IAsyncDisposable
{
    private static readonly IPAddress MetadataAddress = IPAddress.Parse(LinuxNetwork.MetadataAddress);

    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private readonly LabPresence _presence;
    private readonly LabNetwork _network;

    private NetworkedServer(LabPresence presence, LabNetwork network)
    {
        _presence = presence;
        _network = network;
        // A session that ends without stopping its labs still takes them down; only a crash leaves that to the next start.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public NetworkedLab Lab => _presence.Lab;

    public IReadOnlyList<string> Problems => _network.Problems;

    /// <exception cref="OverlayIpException"><c>LabNetworkNotPossible</c>; nothing is left then.</exception>
    public static async Task<NetworkedServer> StartAsync(
        LabAccount account,
        StateStore store,
        OverlayLab description,
        LabOptions options,
        ICredentialSource credentials,
        int port,
        Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> endpoint)
    {
        var presence = LabPresence.Claim(description, credentials);
        try
        {
            var network = await LabNetwork.StartAsync(store, new LabNetworkSetup(
                presence.Names,
                options.Clock,
                options.PropagationDelay,
                instanceId => NodeServices.Open(
                    MetadataAddress,
                    new MetadataService(instanceId, account, store, credentials).HandleAsync,
                    port,
                    endpoint),
                presence.Update));
            return new NetworkedServer(presence, network);
        }
        catch (OverlayIpException)
        {
            presence.Leave();
            throw;
        }
    }

    public Task InForceAsync(long version) => _network.AppliedAsync(version);

    /// <summary>The namespace of an instance that runs, or null.</summary>
    public string? NamespaceOf(string instanceId) => Lab.Nodes.FirstOrDefault(node => node.InstanceId == instanceId)?.Namespace;

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await _network.DisposeAsync();
        _presence.Leave();
    }

    private void OnExit(object? sender, EventArgs arguments) => DisposeAsync().AsTask().Wait(ExitPatience);
}
