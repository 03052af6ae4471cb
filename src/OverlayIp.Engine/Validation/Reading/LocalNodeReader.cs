using System.Globalization;
using System.Net.NetworkInformation;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Validation.Reading;

/// <summary>This machine, through its operating system. Instance metadata is not asked: elsewhere than on EC2 that would take seconds.</summary>
public sealed class LocalNodeReader : ILocalNodeReader
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> MacAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Select(i => i.GetPhysicalAddress().GetAddressBytes()).Where(mac => mac.Length == 6)
            .Select(mac => string.Join(':', mac.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))),
    ];

    /// <inheritdoc/>
    public Task<IReadOnlyList<OverlayAddress>> AddressesAsync(IReadOnlyList<CidrBlock> addresses, CancellationToken cancellationToken) =>
        PersistentAddressManager.ForThisSystem().GetAsync(new AddressQuery { Addresses = addresses, IncludeFindings = true }, cancellationToken);
}
