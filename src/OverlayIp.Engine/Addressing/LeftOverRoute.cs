namespace OverlayIp.Engine.Addressing;

// A local route that makes this machine take packets for an address that no interface has.
internal sealed record LeftOverRoute(string InterfaceName, ProcessCommand Delete);
