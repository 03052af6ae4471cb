namespace OverlayIp.Engine.Validation.Reading;

/// <summary>Looks at this machine.</summary>
public interface ILocalNodeReader
{
    /// <summary>The MAC addresses of its network interfaces, in the form <c>0a:1b:2c:3d:4e:5f</c>.</summary>
    IReadOnlyCollection<string> MacAddresses();

    /// <summary>Those of the addresses that it has, with what its kernel has against them.</summary>
    /// <param name="addresses">The addresses to look for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OverlayIpException">What <see cref="Addressing.ILocalAddressManager.GetAsync"/> throws, and <c>AddressPlatformNotSupported</c>.</exception>
    Task<IReadOnlyList<OverlayAddress>> AddressesAsync(IReadOnlyList<CidrBlock> addresses, CancellationToken cancellationToken);
}
