using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// What differs between operating systems. LocalAddressManager has everything else.
internal interface IAddressPlatform
{
    // Which of the addresses are main addresses costs more to find out, so it is left out where nobody asks.
    Task<IReadOnlyList<LocalInterface>> ReadInterfacesAsync(bool withMainAddresses, CancellationToken cancellationToken);

    // Fills in what is costly to read and only wanted for the addresses that are shown.
    Task<IReadOnlyList<OverlayAddress>> CompleteAsync(IReadOnlyList<OverlayAddress> addresses, CancellationToken cancellationToken);

    // The name of the interface that the default route of the family leaves by, or null.
    Task<string?> FindDefaultInterfaceAsync(AddressFamily family, CancellationToken cancellationToken);

    // Throws when the label or the family cannot be used on the interface.
    void DemandSupport(AddRequest request, LocalInterface target);

    IReadOnlyList<ProcessCommand> AddCommands(AddRequest request, LocalInterface target);

    ProcessCommand RemoveCommand(CidrBlock address, LocalInterface holder);

    // Local routes for an address: those that will not go with it, when its holder is given, or all.
    Task<IReadOnlyList<LeftOverRoute>> FindLeftOverRoutesAsync(CidrBlock address, LocalInterface? holder, CancellationToken cancellationToken);

    // What the kernel would do to the packets of an address.
    Task<IReadOnlyList<OverlayAddressFinding>> InspectAsync(CidrBlock address, LocalInterface holder, IReadOnlyList<LocalInterface> interfaces, CancellationToken cancellationToken);

    // Throws when it can be told beforehand that this process may not make changes.
    void DemandPermission(AddressPlan plan);

    // Runs one command of a plan and tells whether it changed addresses or routes: not when it found its work already
    // done. Throws on every other failure.
    Task<bool> RunAsync(ProcessCommand command, AddressPlan plan, CancellationToken cancellationToken);
}
