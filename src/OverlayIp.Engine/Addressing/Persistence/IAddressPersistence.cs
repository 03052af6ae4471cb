namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>The addresses that this machine, or an offline image, has after a boot: reads them, plans changes and makes them.</summary>
public interface IAddressPersistence
{
    /// <summary>True when an image's files are changed and nothing on this machine.</summary>
    bool IsOffline { get; }

    /// <summary>Reads every address that a network stack's configuration has, OverlayIp's own and others'.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<PersistedAddress>> FindAsync(CancellationToken cancellationToken);

    /// <summary>Works out how to make an address permanent; changes nothing. One that is permanent gives a plan that does nothing.</summary>
    /// <param name="request">The address and where.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <exception cref="OverlayIpException">
    /// <c>AddressStackNotFound</c>, <c>AddressStackNotUsable</c>, <c>AddressDuplicate</c>, <c>AddressFileForeign</c>,
    /// <c>AddressFileUnreadable</c>.
    /// </exception>
    Task<PersistencePlan> PlanAddAsync(PersistRequest request, CancellationToken cancellationToken);

    /// <summary>Works out how to take back what OverlayIp wrote for an address; others' lines stay, with a warning in the plan.</summary>
    /// <param name="address">The address.</param>
    /// <param name="interfaceName">Only on this interface; null for any.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <returns>One plan for each place where it was written; a plan that only warns where others configured it; empty when it is nowhere.</returns>
    Task<IReadOnlyList<PersistencePlan>> PlanRemoveAsync(CidrBlock address, string? interfaceName, CancellationToken cancellationToken);

    /// <summary>Makes the change. Each file is replaced as a whole: whenever this ends, it has its old or its new content.</summary>
    /// <param name="plan">A plan of this object.</param>
    /// <param name="observer">Hears what the network stack could not be told.</param>
    /// <param name="cancellationToken">Stops before the next file.</param>
    /// <exception cref="OverlayIpException">
    /// <c>AddressPermissionDenied</c>, <c>AddressFileChanged</c>, <c>AddressFileNotWritten</c>, <c>AddressStackRejected</c>.
    /// </exception>
    Task ApplyAsync(PersistencePlan plan, IOperationObserver observer, CancellationToken cancellationToken);
}
