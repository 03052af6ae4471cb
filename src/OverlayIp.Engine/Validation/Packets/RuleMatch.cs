namespace OverlayIp.Engine.Validation.Packets;

/// <summary>How a rule stands to a set of packets.</summary>
internal enum RuleMatch
{
    /// <summary>It is about none of them.</summary>
    None,

    /// <summary>It is about some, told apart by address or port.</summary>
    Some,

    /// <summary>It is about one protocol of many.</summary>
    SomeProtocols,

    /// <summary>It is about all of them.</summary>
    All,
}
