using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Connections;
using OverlayIp.Lab;

namespace OverlayIp.Agent.Demo;

/// <summary>What the acts share: the lab, the way to it, and the address that must be taken off again whatever happens.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private LabServer? _lab;
    private Ec2Connection? _connection;

    /// <summary>The address of the story.</summary>
    public static RouteDestination Destination { get; } = RouteDestination.Parse("10.2.0.1");

    /// <summary>The lab as it is now.</summary>
    public OverlayLab Lab => (_lab ?? throw new InvalidOperationException("The lab is not started.")).Describe();

    /// <summary>The node that fails.</summary>
    public OverlayLabNode First => Lab.Nodes[0];

    /// <summary>The node that takes over.</summary>
    public OverlayLabNode Second => Lab.Nodes[1];

    /// <summary>The way to the lab.</summary>
    public Ec2Connection Connection => _connection ?? throw new InvalidOperationException("The lab is not started.");

    /// <summary>The interface that the demonstration has put the address on, or is about to; null when it has not.</summary>
    public string? AddressInterface { get; set; }

    /// <summary>Starts the lab and opens the connection.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Stopping an instance is the story's accident, not something that OverlayIp does or has a client for: the lab takes
        // that one call unsigned.
        _lab = await LabServer.StartAsync(new LabOptions { Name = "demo", VerifySignatures = false }, cancellationToken);
        _connection = await OpenAsync(cancellationToken);
    }

    /// <summary>Opens another connection, which knows nothing of what the first one did.</summary>
    public Task<Ec2Connection> OpenAsync(CancellationToken cancellationToken)
    {
        var lab = Lab;
        return Ec2ConnectionFactory.OpenAsync(
            new ConnectionSettings
            {
                Region = lab.Region,
                EndpointUrl = lab.EndpointUrl,
                Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
            },
            cancellationToken);
    }

    /// <summary>The calls since the last time that this was asked, by action.</summary>
    public IReadOnlyList<DemoApiCall> TakeCalls()
    {
        if (_lab is null)
            return [];

        var calls = _lab.Calls.GroupBy(c => c.Action).Select(g => new DemoApiCall(g.Key, g.Count())).ToList();
        _lab.ClearCalls();
        return calls;
    }

    /// <summary>Takes the address off again, if it was put on.</summary>
    public async Task RemoveAddressAsync(CancellationToken cancellationToken)
    {
        if (AddressInterface is not { } interfaceName)
            return;

        var manager = LocalAddressManager.ForThisSystem();
        try
        {
            var plan = await manager.PlanRemoveAsync(
                new RemoveRequest { Address = Destination.Cidr!, InterfaceName = interfaceName }, cancellationToken);
            await manager.ApplyAsync(plan, cancellationToken);
        }
        catch (OverlayIpException e) when (e.ErrorId == "AddressNotFound")
        {
            // It was stopped while it was being put on, and had not got there.
        }

        AddressInterface = null;
    }

    /// <summary>Stops the lab.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _lab!.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();

        // Last, because it can fail; and not to be cancelled, because a Ctrl+C is no wish to keep the address.
        await RemoveAddressAsync(CancellationToken.None);
    }
}
