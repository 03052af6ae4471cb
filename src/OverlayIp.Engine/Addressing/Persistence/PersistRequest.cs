namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>A wish to have an address after every boot.</summary>
public sealed record PersistRequest
{
    /// <summary>The address: a single one, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The interface.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The label (Linux, IPv4 only), or null.</summary>
    public string? Label { get; init; }

    /// <summary>True to keep the system from choosing the address as the source of outgoing connections.</summary>
    public bool SkipAsSource { get; init; } = true;

    /// <summary>The stack to use; null for the one that manages the interface.</summary>
    public OverlayAddressStack? Stack { get; init; }

    /// <summary>True to configure the address though another interface has it configured.</summary>
    public bool Force { get; init; }
}
