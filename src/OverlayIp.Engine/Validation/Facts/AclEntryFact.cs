namespace OverlayIp.Engine.Validation.Facts;

/// <summary>An entry of a network ACL.</summary>
internal sealed record AclEntryFact
{
    /// <summary>The number of the last entry, which denies what no other decided.</summary>
    public const int LastNumber = 32767;

    public required int Number { get; init; }

    public required bool IsEgress { get; init; }

    public required bool IsAllow { get; init; }

    /// <summary>The protocol's number, or -1 for every protocol.</summary>
    public required int Protocol { get; init; }

    /// <summary>The ports; for ICMP the types. Null for all.</summary>
    public OverlayPortRange? Ports { get; init; }

    public required CidrBlock Block { get; init; }

    /// <summary>The number as the console shows it.</summary>
    public string NumberText => Number == LastNumber ? "*" : Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
