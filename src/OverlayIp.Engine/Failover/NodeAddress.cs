using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Failover;

/// <summary>The local address of a route set: there while this node is the target, gone when another is.</summary>
/// <param name="addresses">The addresses of this machine; may be null when no route set has one.</param>
public sealed class NodeAddress(ILocalAddressManager? addresses)
{
    private ILocalAddressManager Manager => addresses ?? throw new InvalidOperationException("A route set has a local address, and nothing manages addresses.");

    /// <summary>Works out how to add the address; null when the set has none.</summary>
    internal async Task<AddressPlan?> PlanAddAsync(RouteSet set, CancellationToken cancellationToken)
    {
        if (set.Address is not { } wanted)
            return null;

        // On whichever interface it is, the system accepts packets for it.
        if (wanted == new RouteSetAddress() && await FindAsync(set, cancellationToken) is { } present)
        {
            return new AddressPlan
            {
                Kind = AddressPlanKind.Add,
                Address = set.Destination.Cidr!,
                InterfaceName = present.InterfaceName,
                Commands = [],
                Description = $"Address {set.Destination} is on interface {present.InterfaceName} already",
                Present = present,
            };
        }

        return await Manager.PlanAddAsync(
            new AddRequest
            {
                Address = set.Destination.Cidr!,
                InterfaceName = wanted.InterfaceName ?? (set.Interface is { } name && !LocalLinks.IsMac(name) ? name : null),
                Label = wanted.Label,
                Force = wanted.Force,
            },
            cancellationToken);
    }

    internal async Task<OverlayAddress?> AddAsync(AddressPlan? plan, CancellationToken cancellationToken) =>
        plan is null ? null : await Manager.ApplyAsync(plan, cancellationToken);

    internal async Task<OverlayAddress?> FindAsync(RouteSet set, CancellationToken cancellationToken)
    {
        if (set.Address is not { } wanted)
            return null;

        var query = new AddressQuery { Addresses = [set.Destination.Cidr!], InterfaceName = wanted.InterfaceName };
        return await Manager.GetAsync(query, cancellationToken) is [var present, ..] ? present : null;
    }

    /// <summary>Takes an address off this machine. One that is not there is no error.</summary>
    /// <param name="address">The address.</param>
    /// <param name="interfaceName">The interface, or null for whichever has it.</param>
    /// <param name="cancellationToken">Stops before the next command.</param>
    /// <returns>The address as it was, or null when it was not there.</returns>
    /// <exception cref="OverlayIpException">What <see cref="ILocalAddressManager"/> throws: it is an interface's main address, or
    /// this process may not.</exception>
    public async Task<OverlayAddress?> RemoveAsync(CidrBlock address, string? interfaceName, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await Manager.PlanRemoveAsync(new RemoveRequest { Address = address, InterfaceName = interfaceName }, cancellationToken);
            return await Manager.ApplyAsync(plan, cancellationToken);
        }
        catch (OverlayIpException e) when (e.ErrorId == "AddressNotFound")
        {
            return null;
        }
    }
}
