namespace OverlayIp.Engine.Addressing;

/// <summary>
/// The addresses of this machine's operating system: reads them, plans changes and makes them. What it adds lasts until
/// the next boot. Every error is an <see cref="OverlayIpException"/> whose id starts with <c>Address</c>.
/// </summary>
public interface ILocalAddressManager
{
    /// <summary>Reads addresses, in the order of the system's interfaces.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OverlayIpException"><c>AddressInterfaceNotFound</c>, <c>AddressToolMissing</c>, <c>AddressToolFailed</c>.</exception>
    Task<IReadOnlyList<OverlayAddress>> GetAsync(AddressQuery query, CancellationToken cancellationToken);

    /// <summary>Works out how to add an address; changes nothing. A present address gives a plan that does nothing.</summary>
    /// <param name="request">The address and where to.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <exception cref="OverlayIpException">
    /// <c>AddressNotSingle</c>, <c>AddressNotUsable</c>, <c>AddressInterfaceNotFound</c>, <c>AddressNoDefaultRoute</c>,
    /// <c>AddressLabelInvalid</c>, <c>AddressLabelIpv4Only</c>, <c>AddressDuplicate</c>, <c>AddressFamilyDisabled</c>.
    /// </exception>
    Task<AddressPlan> PlanAddAsync(AddRequest request, CancellationToken cancellationToken);

    /// <summary>Works out how to remove an address, with the local routes that it left behind; changes nothing.</summary>
    /// <param name="request">The address, and where from.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <exception cref="OverlayIpException">
    /// <c>AddressNotFound</c>; <c>AddressNotUsable</c> for an interface's main address; <c>AddressDuplicate</c> when several
    /// interfaces have it and none was named; <c>AddressNotSingle</c>, <c>AddressInterfaceNotFound</c>.
    /// </exception>
    Task<AddressPlan> PlanRemoveAsync(RemoveRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the change, reads the addresses back and verifies it. Needs root or <c>CAP_NET_ADMIN</c>; on Windows, elevation.</summary>
    /// <param name="plan">A plan of this manager.</param>
    /// <param name="cancellationToken">Stops before the next command and kills the running one; the plan can be made and applied again.</param>
    /// <returns>
    /// The address as it was read back, or as it was before it was removed. <see cref="OverlayAddress.Changed"/> is false
    /// when there was nothing to do, or somebody else had done it meanwhile.
    /// </returns>
    /// <exception cref="OverlayIpException"><c>AddressPermissionDenied</c>, <c>AddressToolFailed</c> and what may have changed since the plan was made.</exception>
    Task<OverlayAddress> ApplyAsync(AddressPlan plan, CancellationToken cancellationToken);
}
