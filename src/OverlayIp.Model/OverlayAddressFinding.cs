namespace OverlayIp;

/// <summary>A setting of the kernel that keeps packets from or to an overlay address, and what would help.</summary>
/// <param name="Setting">The setting or route, such as <c>net.ipv4.conf.eth0.rp_filter</c>.</param>
/// <param name="Value">Its value at present.</param>
/// <param name="Effect">What it does to the address.</param>
/// <param name="Remedy">The command that helps until the next boot, and where to make it permanent.</param>
public sealed record OverlayAddressFinding(string Setting, string Value, string Effect, string Remedy)
{
    /// <summary>Setting, value and effect in one line.</summary>
    public override string ToString() => $"{Setting} = {Value}: {Effect}";
}
