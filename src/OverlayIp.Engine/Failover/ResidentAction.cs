namespace OverlayIp.Engine.Failover;

/// <summary>What is wanted of a route set in a resident agent.</summary>
public enum ResidentAction
{
    /// <summary>VRRP says master: take over, and stay the target.</summary>
    BecomeMaster,

    /// <summary>VRRP says something else: the local address goes, the routes are the other node's to take.</summary>
    GiveUp,

    /// <summary>Somebody asks for a takeover; VRRP's state stays as it is.</summary>
    TakeOver,

    /// <summary>Somebody asks for a release; VRRP's state stays as it is.</summary>
    Release,
}
