using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace OverlayIp.Engine.Addressing;

/// <summary>Reads the interfaces through the IP Helper API (<c>GetAdaptersAddresses</c>), as .NET wraps it.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsInterfaceReader : IWindowsInterfaceReader
{
    /// <inheritdoc/>
    public IReadOnlyList<WindowsInterface> Read() => [.. NetworkInterface.GetAllNetworkInterfaces().Select(Describe)];

    private static WindowsInterface Describe(NetworkInterface adapter)
    {
        var properties = adapter.GetIPProperties();
        var supportsIpv4 = adapter.Supports(NetworkInterfaceComponent.IPv4);
        var supportsIpv6 = adapter.Supports(NetworkInterfaceComponent.IPv6);
        var ipv4 = supportsIpv4 ? properties.GetIPv4Properties() : null;
        return new WindowsInterface(adapter.Name, ipv4?.Index ?? (supportsIpv6 ? properties.GetIPv6Properties().Index : 0))
        {
            Description = adapter.Description,
            IsUp = adapter.OperationalStatus == OperationalStatus.Up,
            SupportsIpv4 = supportsIpv4,
            SupportsIpv6 = supportsIpv6,
            HasIpv4Gateway = HasGateway(properties, AddressFamily.InterNetwork),
            HasIpv6Gateway = HasGateway(properties, AddressFamily.InterNetworkV6),
            UsesDhcp = ipv4?.IsDhcpEnabled ?? false,
            Addresses = [.. properties.UnicastAddresses.Select(Describe)],
        };
    }

    private static WindowsAddress Describe(UnicastIPAddressInformation address) => new(address.Address, address.PrefixLength)
    {
        IsDynamic = address.PrefixOrigin is PrefixOrigin.Dhcp or PrefixOrigin.RouterAdvertisement,
        IsTentative = address.DuplicateAddressDetectionState == DuplicateAddressDetectionState.Tentative,
        IsDuplicate = address.DuplicateAddressDetectionState == DuplicateAddressDetectionState.Duplicate,
    };

    private static bool HasGateway(IPInterfaceProperties properties, AddressFamily family) =>
        properties.GatewayAddresses.Any(gateway => gateway.Address.AddressFamily == family
            && !gateway.Address.Equals(IPAddress.Any) && !gateway.Address.Equals(IPAddress.IPv6Any));
}
