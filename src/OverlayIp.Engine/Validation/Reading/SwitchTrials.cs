using System.Net.Sockets;
using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Reading;

/// <summary>Asks EC2 in a dry run whether a switch would be allowed: the real calls, in each table, paced like the real ones.</summary>
internal static class SwitchTrials
{
    private const string WouldSucceed = "DryRunOperation";

    /// <summary>Tries every table of a destination's set (actions <c>ReplaceRoute</c> and, where the route is missing, <c>CreateRoute</c>).</summary>
    /// <param name="connection">The way to EC2 with the identity that is tested.</param>
    /// <param name="view">The destination.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <returns>An answer for each table; none when there is no network interface to try with.</returns>
    public static async Task<IReadOnlyList<SwitchTrialFact>> RunAsync(Ec2Connection connection, DestinationView view, CancellationToken cancellationToken)
    {
        var node = view.Refuge ?? view.Home ?? view.Nodes.FirstOrDefault(n => n.Interface is not null);
        return node?.NetworkInterfaceId is not { } networkInterfaceId
            ? []
            : await Task.WhenAll(view.Set.Select(t => TryAsync(connection, view, t.Table, networkInterfaceId, cancellationToken)));
    }

    private static async Task<SwitchTrialFact> TryAsync(
        Ec2Connection connection, DestinationView view, RouteTableFact table, string networkInterfaceId, CancellationToken cancellationToken)
    {
        var isThere = table.Routes.Any(r => r.Destination.Equals(view.Destination) && !r.IsPropagated);
        var trial = new SwitchTrialFact
        {
            Destination = view.Destination,
            RouteTableId = table.Id,
            Action = isThere ? "ReplaceRoute" : "CreateRoute",
            IsAllowed = false,
        };
        try
        {
            await connection.PacerFor(trial.Action).RunAsync(
                async token =>
                {
                    await SendAsync(connection, view.Destination, table.Id, networkInterfaceId, isThere, token);
                    return true;
                },
                AwsErrors.IsThrottle,
                cancellationToken);

            // EC2 never answers a dry run with success; an endpoint that does (a mock) does not know dry runs.
            return trial with { Message = "The endpoint does not know dry runs: it answered as if it had made the change." };
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            if (AwsErrors.HasCode(e, WouldSucceed))
            {
                return trial with { IsAllowed = true };
            }

            var failure = AwsErrors.Translate(e, table.Id);

            // EC2 says UnauthorizedOperation; AccessDenied is STS's, which did not let the role be assumed: no call of it was made at all.
            return failure.Kind is OverlayErrorKind.Unavailable or OverlayErrorKind.Timeout or OverlayErrorKind.Authentication or OverlayErrorKind.LimitExceeded
                || failure.AwsErrorCode == "AccessDenied"
                ? throw failure
                : trial with { IsDenied = failure.AwsErrorCode == "UnauthorizedOperation", Message = failure.Message };
        }
    }

    // The retrying client: a dry run that is repeated does nothing, however often.
    private static Task SendAsync(
        Ec2Connection connection, RouteDestination destination, string tableId, string networkInterfaceId, bool isThere, CancellationToken cancellationToken)
    {
        var isIpv6 = destination.Cidr?.AddressFamily == AddressFamily.InterNetworkV6;
        var (ipv4, ipv6) = (isIpv6 ? null : destination.Cidr?.ToString(), isIpv6 ? destination.ToString() : null);
        return isThere
            ? connection.Client.ReplaceRouteAsync(
                new ReplaceRouteRequest
                {
                    RouteTableId = tableId,
                    DestinationCidrBlock = ipv4,
                    DestinationIpv6CidrBlock = ipv6,
                    DestinationPrefixListId = destination.PrefixListId,
                    NetworkInterfaceId = networkInterfaceId,
                    DryRun = true,
                },
                cancellationToken)
            : connection.Client.CreateRouteAsync(
                new CreateRouteRequest
                {
                    RouteTableId = tableId,
                    DestinationCidrBlock = ipv4,
                    DestinationIpv6CidrBlock = ipv6,
                    DestinationPrefixListId = destination.PrefixListId,
                    NetworkInterfaceId = networkInterfaceId,
                    DryRun = true,
                },
                cancellationToken);
    }
}
