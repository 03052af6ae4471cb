using System.Buffers;

namespace OverlayIp;

/// <summary>The form of EC2 resource ids: a type prefix, a hyphen, and 8 or 17 lower-case hexadecimal digits.</summary>
public static class Ec2ResourceId
{
    /// <summary>Prefix of an instance id.</summary>
    public const string Instance = "i";

    /// <summary>Prefix of a network interface (ENI) id.</summary>
    public const string NetworkInterface = "eni";

    /// <summary>Prefix of a route table id.</summary>
    public const string RouteTable = "rtb";

    /// <summary>Prefix of a VPC id.</summary>
    public const string Vpc = "vpc";

    /// <summary>Prefix of a subnet id.</summary>
    public const string Subnet = "subnet";

    /// <summary>Prefix of a managed prefix list id.</summary>
    public const string PrefixList = "pl";

    /// <summary>Prefix of a transit gateway id.</summary>
    public const string TransitGateway = "tgw";

    /// <summary>Prefix of a transit gateway attachment id.</summary>
    public const string TransitGatewayAttachment = "tgw-attach";

    /// <summary>Prefix of a transit gateway route table id.</summary>
    public const string TransitGatewayRouteTable = "tgw-rtb";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>True when <paramref name="text"/> has the form of an id with this prefix. Whether it exists, only EC2 knows.</summary>
    /// <param name="prefix">The prefix without its hyphen, such as <c>rtb</c>.</param>
    /// <param name="text">The text to judge.</param>
    public static bool IsWellFormed(string prefix, string? text)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (text is null
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text.Length <= prefix.Length
            || text[prefix.Length] != '-')
        {
            return false;
        }

        var digits = text.AsSpan(prefix.Length + 1);
        return digits.Length is 8 or 17 && !digits.ContainsAnyExcept(HexDigits);
    }
}
