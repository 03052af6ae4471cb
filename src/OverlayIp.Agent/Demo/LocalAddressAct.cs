using System.Net;
using System.Net.Sockets;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Agent.Demo;

/// <summary>The act that really puts the address on this machine's loopback interface, where that is possible.</summary>
internal sealed class LocalAddressAct(DemoStage stage, bool isWanted)
{
    private const string Interface = "lo";

    private static readonly CidrBlock Address = DemoStage.Destination.Cidr!;

    public async Task<DemoFindings> PlayAsync(CancellationToken cancellationToken)
    {
        if (!isWanted)
            return Skipped("--no-address was given.");

        if (!OperatingSystem.IsLinux())
            return Skipped("that is done on Linux only, where the loopback interface takes any address and forgets it at once.");

        OverlayAddress added;
        try
        {
            var manager = LocalAddressManager.ForThisSystem();
            var plan = await manager.PlanAddAsync(new AddRequest { Address = Address, InterfaceName = Interface }, cancellationToken);
            if (plan.IsNoOp)
                return Skipped($"{Address.Address} is on {Interface} already, and whoever put it there may need it.");

            stage.AddressInterface = Interface;
            added = await manager.ApplyAsync(plan, cancellationToken);
        }
        catch (OverlayIpException e) when (e.Kind is OverlayErrorKind.PermissionDenied or OverlayErrorKind.AlreadyExists or OverlayErrorKind.OperatingSystem)
        {
            await stage.RemoveAddressAsync(cancellationToken);
            return Skipped($"{e.Message} {e.RecommendedAction}".TrimEnd());
        }

        await AnswerAsync(cancellationToken);
        return new DemoFindings
        {
            Facts =
            [
                $"{added.Address}/{added.PrefixLength} is on {added.InterfaceName}; this machine stands in for the node's operating system.",
                $"A TCP connection to {Address.Address} was answered.",
            ],
        };
    }

    private static DemoFindings Skipped(string reason) =>
        new() { SkippedBecause = $"The address was not put on this machine: {reason}" };

    // That the kernel lists the address is one thing; that a service can be reached at it is the point.
    private static async Task AnswerAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(Address.Address, 0);
        listener.Start();
        using var client = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync(cancellationToken);
        await client.ConnectAsync(Address.Address, ((IPEndPoint)listener.LocalEndpoint).Port, cancellationToken);
        using var accepted = await accepting;
        Demand.That(accepted.Connected && client.Connected, $"Nothing answers at {Address.Address}.");
    }
}
