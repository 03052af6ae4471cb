namespace OverlayIp.Engine.Addressing;

/// <summary>A wish not to have an address on this machine.</summary>
public sealed record RemoveRequest
{
    /// <summary>The address: a single one, <c>/32</c> or <c>/128</c>.</summary>
    public required CidrBlock Address { get; init; }

    /// <summary>The interface; null for whichever has the address.</summary>
    public string? InterfaceName { get; init; }
}
