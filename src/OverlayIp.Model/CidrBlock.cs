using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OverlayIp;

/// <summary>
/// An IPv4 or IPv6 address block in CIDR notation, always in canonical form: host bits are clear and IPv6 is
/// written as RFC 5952 says. EC2 stores every route destination that way.
/// </summary>
public sealed record CidrBlock
{
    private readonly byte[] _network;

    private CidrBlock(byte[] network, int prefixLength)
    {
        _network = network;
        PrefixLength = prefixLength;
    }

    /// <summary>The first address of the block, host bits clear.</summary>
    public IPAddress Address => new(_network);

    /// <summary>The number of leading network bits: 0 to 32 for IPv4, 0 to 128 for IPv6.</summary>
    public int PrefixLength { get; }

    /// <summary>The address family of the block.</summary>
    public AddressFamily AddressFamily => _network.Length == 4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    /// <summary>True when the block is one address: an IPv4 <c>/32</c> or an IPv6 <c>/128</c>.</summary>
    public bool IsSingleAddress => PrefixLength == _network.Length * 8;

    /// <summary>Makes the block of one address.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    public static CidrBlock Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        return new CidrBlock(bytes, bytes.Length * 8);
    }

    /// <summary>Reads a block such as <c>10.2.0.0/24</c>, or one address such as <c>10.2.0.1</c> (meaning <c>/32</c>, or
    /// <c>/128</c> for IPv6). Host bits are cleared.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">The text is neither an address nor a block; the message says why.</exception>
    public static CidrBlock Parse(string text) => Parse(text, out _);

    /// <summary>Reads a block and tells whether host bits had to be cleared to make it canonical.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="hostBitsCleared">True when the text had host bits set, as in <c>100.68.0.18/18</c>.</param>
    /// <exception cref="FormatException">The text is neither an address nor a block; the message says why.</exception>
    public static CidrBlock Parse(string text, out bool hostBitsCleared)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problem = Read(text, out var block, out hostBitsCleared);
        return problem is null ? block! : throw new FormatException(problem);
    }

    /// <summary>Reads a block without throwing.</summary>
    /// <param name="text">The text to read; null is not a block.</param>
    /// <param name="block">The block, when the answer is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CidrBlock? block)
    {
        block = null;
        return text is not null && Read(text, out block, out _) is null;
    }

    /// <summary>True when every address of <paramref name="other"/> lies in this block (a block contains itself).</summary>
    /// <param name="other">The block to look for; one of the other family is never contained.</param>
    public bool Contains(CidrBlock other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._network.Length == _network.Length
            && other.PrefixLength >= PrefixLength
            && SamePrefix(_network, other._network, PrefixLength);
    }

    /// <summary>True when the two blocks share an address.</summary>
    /// <param name="other">The other block.</param>
    public bool Overlaps(CidrBlock other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Contains(other) || other.Contains(this);
    }

    /// <inheritdoc/>
    public bool Equals(CidrBlock? other) =>
        other is not null && PrefixLength == other.PrefixLength && _network.AsSpan().SequenceEqual(other._network);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_network);
        hash.Add(PrefixLength);
        return hash.ToHashCode();
    }

    /// <summary>The canonical text, such as <c>10.2.0.1/32</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");

    // Answers what is wrong, or null.
    private static string? Read(string text, out CidrBlock? block, out bool hostBitsCleared)
    {
        block = null;
        hostBitsCleared = false;
        var trimmed = text.Trim();
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? trimmed : trimmed[..slash];
        if (!TryParseAddress(addressText, out var address))
        {
            return $"'{text}' is not an IP address or CIDR block. Expected an address such as 10.2.0.1 or 2001:db8::1, or a block such as 10.2.0.0/24.";
        }

        var bytes = address.GetAddressBytes();
        var width = bytes.Length * 8;
        var prefixLength = width;
        if (slash >= 0
            && (!int.TryParse(trimmed.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength)
                || prefixLength > width))
        {
            return $"'{text}' has no valid prefix length. Expected a number from 0 to {width} after the slash.";
        }

        hostBitsCleared = ClearHostBits(bytes, prefixLength);
        block = new CidrBlock(bytes, prefixLength);
        return null;
    }

    // IPAddress.TryParse reads "10.2" as 10.0.0.2, "0x0a.2.0.1" and "010.2.0.1" as well: inet_aton forms that EC2 refuses
    // and that nobody means. It also takes scope ids and brackets, which are no part of an address in a route.
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (!IPAddress.TryParse(text, out address) || text.AsSpan().ContainsAny("%[]"))
        {
            return false;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            || string.Equals(address.ToString(), text, StringComparison.Ordinal);
    }

    private static bool ClearHostBits(byte[] bytes, int prefixLength)
    {
        var cleared = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var networkBits = Math.Clamp(prefixLength - (i * 8), 0, 8);
            var mask = (byte)(0xFF << (8 - networkBits));
            cleared |= (bytes[i] & ~mask) != 0;
            bytes[i] &= mask;
        }

        return cleared;
    }

    private static bool SamePrefix(byte[] left, byte[] right, int prefixLength)
    {
        var whole = prefixLength / 8;
        if (!left.AsSpan(0, whole).SequenceEqual(right.AsSpan(0, whole)))
        {
            return false;
        }

        var rest = prefixLength % 8;
        return rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0;
    }
}
