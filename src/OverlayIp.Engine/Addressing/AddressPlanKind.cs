namespace OverlayIp.Engine.Addressing;

/// <summary>What an <see cref="AddressPlan"/> does.</summary>
public enum AddressPlanKind
{
    /// <summary>Adds an address to an interface.</summary>
    Add,

    /// <summary>Removes an address from an interface.</summary>
    Remove,
}
