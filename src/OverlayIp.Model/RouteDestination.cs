using System.Diagnostics.CodeAnalysis;

namespace OverlayIp;

/// <summary>
/// The destination of a route: a CIDR block, or a managed prefix list (<c>pl-…</c>), whose blocks all follow the route.
/// </summary>
public sealed record RouteDestination
{
    private RouteDestination(CidrBlock? cidr, string? prefixListId)
    {
        Cidr = cidr;
        PrefixListId = prefixListId;
    }

    /// <summary>The block, or null for a prefix list.</summary>
    public CidrBlock? Cidr { get; }

    /// <summary>The prefix list's id, or null for a block.</summary>
    public string? PrefixListId { get; }

    /// <summary>True when the text it was read from had host bits set, which were cleared as EC2 does.</summary>
    public bool HostBitsCleared { get; private init; }

    /// <summary>Reads <c>10.2.0.1</c> (meaning <c>10.2.0.1/32</c>), <c>10.2.0.0/24</c>, <c>2001:db8::1</c> or <c>pl-0123456789abcdef0</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">The text is none of these; the message says what is right.</exception>
    public static RouteDestination Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (trimmed.StartsWith("pl-", StringComparison.Ordinal))
        {
            return Ec2ResourceId.IsWellFormed(Ec2ResourceId.PrefixList, trimmed)
                ? new RouteDestination(null, trimmed)
                : throw new FormatException($"'{text}' is not a prefix list id. Expected pl- and 8 or 17 hexadecimal digits.");
        }

        var cidr = CidrBlock.Parse(trimmed, out var hostBitsCleared);
        return new RouteDestination(cidr, null) { HostBitsCleared = hostBitsCleared };
    }

    /// <summary>Reads a destination without throwing.</summary>
    /// <param name="text">The text to read; null is not a destination.</param>
    /// <param name="destination">The destination, when the answer is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RouteDestination? destination)
    {
        destination = null;
        if (CidrBlock.TryParse(text, out var cidr))
        {
            destination = new RouteDestination(cidr, null);
        }
        else if (Ec2ResourceId.IsWellFormed(Ec2ResourceId.PrefixList, text))
        {
            destination = new RouteDestination(null, text);
        }

        return destination is not null;
    }

    /// <summary>Two destinations are equal when EC2 would store them alike.</summary>
    /// <param name="other">The other destination.</param>
    public bool Equals(RouteDestination? other) =>
        other is not null && Equals(Cidr, other.Cidr) && PrefixListId == other.PrefixListId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cidr, PrefixListId);

    /// <summary>The canonical text: the block, or the prefix list's id.</summary>
    public override string ToString() => Cidr?.ToString() ?? PrefixListId!;
}
