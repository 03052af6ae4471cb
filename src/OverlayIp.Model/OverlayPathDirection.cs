namespace OverlayIp;

/// <summary>The two ways of a path.</summary>
public enum OverlayPathDirection
{
    /// <summary>From the source to the overlay address.</summary>
    Forward,

    /// <summary>From the overlay address back to the source.</summary>
    Return,
}
