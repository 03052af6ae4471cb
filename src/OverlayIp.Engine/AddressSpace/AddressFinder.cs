using System.Net.Sockets;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.AddressSpace;

/// <summary>Finds destinations for overlay addresses that collide with nothing that can be seen.</summary>
/// <param name="connection">The way to EC2.</param>
public sealed class AddressFinder(Ec2Connection connection)
{
    /// <summary>The free destinations, and what is excluded within the ranges (actions <c>DescribeVpcs</c>, <c>DescribeVpcPeeringConnections</c>,
    /// <c>DescribeRouteTables</c>, <c>DescribeManagedPrefixLists</c>, <c>GetManagedPrefixListEntries</c>, <c>DescribeTransitGatewayVpcAttachments</c>;
    /// with a transit gateway also <c>DescribeTransitGatewayRouteTables</c> and <c>SearchTransitGatewayRoutes</c>).</summary>
    /// <param name="search">What to find.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">The search contradicts itself (<c>AddressSearchInvalid</c>), the VPC does not exist, or a call failed. That
    /// nothing is free is no error here.</exception>
    public async Task<(IReadOnlyList<OverlayAddressCandidate> Free, IReadOnlyList<OverlayAddressCandidate> Excluded)> FindAsync(
        AddressSearch search, CancellationToken cancellationToken)
    {
        Require(search);
        var occupied = await new AddressSpaceReader(connection).ReadAsync(search.VpcId, cancellationToken);
        return ([.. FreeAddresses.Choose(search, occupied, connection.Region)], [.. FreeAddresses.Excluded(search, occupied, connection.Region)]);
    }

    private static void Require(AddressSearch search)
    {
        var family = search.Family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
        var width = AddressInterval.WidthOf(search.Family);
        if (search.In.FirstOrDefault(b => b.AddressFamily != search.Family) is { } other)
        {
            throw new OverlayIpException("AddressSearchInvalid", OverlayErrorKind.InvalidArgument, $"{other} is not an {family} block.")
            { Subject = other.ToString(), RecommendedAction = "Give blocks of one family: IPv6 ones with -IPv6, IPv4 ones without." };
        }

        if (search.PrefixLength is { } length && (length < 1 || length > width))
        {
            throw new OverlayIpException("AddressSearchInvalid", OverlayErrorKind.InvalidArgument, $"{length} is no prefix length of {family}: expected 1 to {width}.")
            { Subject = length, RecommendedAction = "Leave -PrefixLength out for single addresses." };
        }

        if (search.In.FirstOrDefault(b => b.PrefixLength > (search.PrefixLength ?? width)) is { } small)
        {
            throw new OverlayIpException("AddressSearchInvalid", OverlayErrorKind.InvalidArgument, $"No /{search.PrefixLength} fits into {small}.")
            { Subject = small.ToString(), RecommendedAction = "Look in a wider block, or for a longer prefix." };
        }
    }
}
