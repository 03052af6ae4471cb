namespace OverlayIp;

/// <summary>The protocol of the traffic that an overlay address serves.</summary>
public enum OverlayProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>ICMP or, for IPv6, ICMPv6: echo requests and their replies, as ping sends them.</summary>
    Icmp,

    /// <summary>Every protocol.</summary>
    All,
}
