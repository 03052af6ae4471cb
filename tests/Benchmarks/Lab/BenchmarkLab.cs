using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Lab;

namespace OverlayIp.Benchmarks.Lab;

/// <summary>A lab with one overlay address in as many route tables as a measurement needs, and signatures verified.</summary>
internal sealed class BenchmarkLab : IAsyncDisposable
{
    /// <summary>The overlay address.</summary>
    public const string Address = "10.2.0.1";

    private BenchmarkLab(LabServer server, IReadOnlyList<string> tables)
    {
        Server = server;
        RouteTableIds = tables;
        (NodeA, NodeB) = (server.Describe().Nodes[0], server.Describe().Nodes[1]);
    }

    public LabServer Server { get; }

    /// <summary>The route tables that have the overlay route.</summary>
    public IReadOnlyList<string> RouteTableIds { get; }

    public OverlayLabNode NodeA { get; }

    public OverlayLabNode NodeB { get; }

    public static RouteDestination Destination { get; } = RouteDestination.Parse(Address);

    /// <summary>Starts a lab in which the address points to the second node in so many tables.</summary>
    public static async Task<BenchmarkLab> StartAsync(int tables, CancellationToken cancellationToken)
    {
        var saved = Path.Combine(Path.GetTempPath(), $"overlayip-benchmark-{Guid.NewGuid():N}.json");
        try
        {
            var ids = await LabFurnisher.SaveFurnishedAsync(saved, tables, Destination.ToString(), cancellationToken);
            return new BenchmarkLab(await LabServer.StartAsync(new LabOptions { StatePath = saved }, cancellationToken), ids);
        }
        finally
        {
            File.Delete(saved);
        }
    }

    /// <summary>A new connection, with which nothing was called yet.</summary>
    public Task<Ec2Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        var lab = Server.Describe();
        return Ec2ConnectionFactory.OpenAsync(
            new ConnectionSettings
            {
                Region = lab.Region,
                EndpointUrl = lab.EndpointUrl,
                Credential = new OverlayCredential(lab.AccessKeyId, lab.SecretAccessKey),
            },
            cancellationToken);
    }

    /// <summary>Points the address to a node in every table, whatever faults are on, and forgets the calls.</summary>
    public async Task PointAtAsync(OverlayLabNode node, Ec2Connection connection, CancellationToken cancellationToken)
    {
        var fault = Server.Fault;
        Server.SetFault(new OverlayLabFault());
        foreach (var table in RouteTableIds)
        {
            await connection.Client.ReplaceRouteAsync(
                new ReplaceRouteRequest { RouteTableId = table, DestinationCidrBlock = Destination.ToString(), NetworkInterfaceId = node.NetworkInterfaceId },
                cancellationToken);
        }

        // Also fills the token buckets again.
        Server.SetFault(fault);
        Server.ClearCalls();
    }

    /// <summary>Fails unless every table shows the node: what was fast must also be right.</summary>
    public Task RequireAtAsync(OverlayLabNode node, Ec2Connection connection, CancellationToken cancellationToken) =>
        RequireAtAsync(node, RouteTableIds, connection, cancellationToken);

    /// <summary>Fails unless each of these tables shows the node.</summary>
    public static async Task RequireAtAsync(OverlayLabNode node, IReadOnlyList<string> routeTableIds, Ec2Connection connection, CancellationToken cancellationToken)
    {
        foreach (var portion in routeTableIds.Chunk(100))
        {
            var answer = await connection.Client.DescribeRouteTablesAsync(
                new DescribeRouteTablesRequest { RouteTableIds = [.. portion] }, cancellationToken);
            var right = (answer.RouteTables ?? [])
                .Where(t => t.Routes?.Exists(r => r.DestinationCidrBlock == Destination.ToString() && r.NetworkInterfaceId == node.NetworkInterfaceId) == true)
                .Select(t => t.RouteTableId!);
            var wrong = portion.Except(right).ToList();
            if (wrong.Count > 0)
            {
                throw new InvalidOperationException($"{Address} does not point to {node.Name} in {string.Join(", ", wrong)}.");
            }
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
