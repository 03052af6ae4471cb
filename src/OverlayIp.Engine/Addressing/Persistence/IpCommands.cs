using System.Net.Sockets;

namespace OverlayIp.Engine.Addressing.Persistence;

// The ip-address(8) commands that go into files. "replace" also succeeds where the address is there already. Every word is
// an address, an interface's name or a checked label, so no shell or unit syntax can be in it.
internal static class IpCommands
{
    public static ProcessCommand Replace(PersistRequest request, string program = "ip")
    {
        List<string> words = ["address", "replace", request.Address.ToString(), "dev", request.InterfaceName];
        if (request.Label is not null)
            words.AddRange(["label", request.Label]);

        if (request.Address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            words.Add("nodad");
            if (request.SkipAsSource)
                words.AddRange(["preferred_lft", "0"]);
        }

        return new ProcessCommand(program, words);
    }

    public static ProcessCommand Delete(PersistRequest request, string program = "ip") =>
        new(program, ["address", "delete", request.Address.ToString(), "dev", request.InterfaceName]);
}
