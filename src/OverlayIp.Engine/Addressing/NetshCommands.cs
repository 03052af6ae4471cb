using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing;

// The netsh commands for addresses: https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-interface
internal static class NetshCommands
{
    public const string Program = "netsh";
    public const string Active = "active";
    public const string Persistent = "persistent";

    public static ProcessCommand Add(CidrBlock address, string interfaceName, bool skipAsSource, string store)
    {
        string[] tail = [$"store={store}", $"skipassource={(skipAsSource ? "true" : "false")}"];
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Of(address.AddressFamily, ["add", "address", $"interface={interfaceName}", $"address={address}", .. tail])
            : Of(address.AddressFamily, ["add", "address", $"name={interfaceName}", $"address={address.Address}", "mask=255.255.255.255", .. tail]);
    }

    public static ProcessCommand Delete(CidrBlock address, string interfaceName, string store) =>
        Of(address.AddressFamily, "delete", "address", $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? "interface" : "name")}={interfaceName}", $"address={address.Address}", $"store={store}");

    public static ProcessCommand Show(AddressFamily family, params string[] more) =>
        Of(family, ["show", family == AddressFamily.InterNetworkV6 ? "addresses" : "ipaddresses", "level=verbose", .. more]);

    public static ProcessCommand Of(AddressFamily family, params string[] arguments) =>
        new(Program, ["interface", family == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4", .. arguments]);
}
