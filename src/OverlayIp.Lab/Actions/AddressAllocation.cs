using System.Net;
using System.Numerics;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Gives out the addresses of a subnet.</summary>
internal static class AddressAllocation
{
    // AWS keeps the first four addresses and the last one: network, router, DNS, future use, broadcast.
    private const int ReservedAtStart = 4;

    /// <summary>The wanted IPv4 address if it is free, or the lowest free one.</summary>
    /// <param name="state">The state.</param>
    /// <param name="subnet">The subnet.</param>
    /// <param name="wanted">The address, or null for any.</param>
    /// <param name="taken">Addresses that the same request has already.</param>
    public static string Ipv4(LabState state, SubnetResource subnet, string? wanted, IEnumerable<string> taken)
    {
        var used = Used(state, subnet).Concat(taken).ToHashSet(StringComparer.Ordinal);
        if (wanted is not null)
        {
            return RequireFree(subnet, wanted, used);
        }

        var last = (long)subnet.Cidr.Size() - 2;
        for (long offset = ReservedAtStart; offset <= last; offset++)
        {
            var address = subnet.Cidr.AddressAt(offset).ToString();
            if (!used.Contains(address))
            {
                return address;
            }
        }

        throw new Ec2Exception(
            "InsufficientFreeAddressesInSubnet", $"The specified subnet does not have enough free addresses to satisfy the request.");
    }

    /// <summary>The wanted IPv6 address if it is free, or one that is.</summary>
    public static string Ipv6(LabState state, SubnetResource subnet, string? wanted, IEnumerable<string> taken)
    {
        var block = subnet.Ipv6Cidr
            ?? throw Ec2Errors.InvalidParameterValue($"The subnet {subnet.Id} has no IPv6 CIDR block associated with it");
        var used = state.NetworkInterfaces.Values.SelectMany(eni => eni.Ipv6Addresses).Concat(taken).ToHashSet(StringComparer.Ordinal);
        if (wanted is not null)
        {
            var address = CidrBlock.TryParse(wanted, out var single) && single.IsSingleAddress && block.Contains(single)
                ? single.Address.ToString()
                : throw Ec2Errors.InvalidParameterValue($"Address {wanted} does not fall within the subnet's address range");
            return used.Contains(address) ? throw InUse(address) : address;
        }

        for (var offset = (BigInteger)ReservedAtStart; ; offset++)
        {
            var address = block.AddressAt(offset).ToString();
            if (!used.Contains(address))
            {
                return address;
            }
        }
    }

    private static string RequireFree(SubnetResource subnet, string wanted, HashSet<string> used)
    {
        if (!CidrBlock.TryParse(wanted, out var single) || !single.IsSingleAddress || wanted.Contains('/', StringComparison.Ordinal))
        {
            throw Ec2Errors.InvalidParameterValue($"invalid value for parameter address: {wanted}");
        }

        if (!subnet.Cidr.Contains(single))
        {
            throw Ec2Errors.InvalidParameterValue($"Address {wanted} does not fall within the subnet's address range");
        }

        if (IsReserved(subnet, single.Address))
        {
            throw Ec2Errors.InvalidParameterValue($"Address {wanted} is in subnet's reserved address range");
        }

        return used.Contains(wanted) ? throw InUse(wanted) : wanted;
    }

    private static bool IsReserved(SubnetResource subnet, IPAddress address) =>
        Enumerable.Range(0, ReservedAtStart).Any(offset => subnet.Cidr.AddressAt(offset).Equals(address))
        || subnet.Cidr.AddressAt(subnet.Cidr.Size() - 1).Equals(address);

    private static Ec2Exception InUse(string address) => new("InvalidIPAddress.InUse", $"Address {address} is in use.");

    private static IEnumerable<string> Used(LabState state, SubnetResource subnet) => state.NetworkInterfaces.Values
        .Where(eni => eni.SubnetId == subnet.Id)
        .SelectMany(eni => eni.SecondaryIps.Prepend(eni.PrivateIp));
}
