namespace OverlayIp.Engine.Addressing.Persistence;

// Where a network stack has an interface configured.
internal sealed record StackTarget(string InterfaceName)
{
    // The file with the interface's configuration, where the stack needs it.
    public string File { get; init; } = "";

    // What the stack calls the interface's configuration, where that is not the interface's name.
    public string Id { get; init; } = "";

    // Why an address there would not be this interface's alone; null when it would.
    public string? SharedBecause { get; init; }
}
