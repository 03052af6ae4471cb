using System.CommandLine.Parsing;
using System.Globalization;

namespace OverlayIp.Agent.CommandLine;

/// <summary>Reads option values, so that a malformed one is refused before anything is tried, in the model's own words.</summary>
internal static class Values
{
    public static RouteDestination? Destination(ArgumentResult result) => Read(result, RouteDestination.Parse);

    public static RouteTarget? Target(ArgumentResult result) => Read(result, RouteTarget.Parse);

    public static RouteDestination[] Destinations(ArgumentResult result) => ReadAll(result, RouteDestination.Parse);

    public static string[] RouteTableIds(ArgumentResult result) => ReadAll(result, text => Id(Ec2ResourceId.RouteTable, "a route table id", text));

    public static string[] VpcIds(ArgumentResult result) => ReadAll(result, text => Id(Ec2ResourceId.Vpc, "a VPC id", text));

    public static string? VpcId(ArgumentResult result) => Read(result, text => Id(Ec2ResourceId.Vpc, "a VPC id", text));

    public static string[] SubnetIds(ArgumentResult result) => ReadAll(result, text => Id(Ec2ResourceId.Subnet, "a subnet id", text));

    public static RouteTarget[] Targets(ArgumentResult result) => ReadAll(result, RouteTarget.Parse);

    public static CidrBlock[] CidrBlocks(ArgumentResult result) => ReadAll(result, CidrBlock.Parse);

    public static OverlayPortRange[] Ports(ArgumentResult result) => ReadAll(result, OverlayPortRange.Parse);

    public static OverlayProtocol? Protocol(ArgumentResult result)
    {
        if (result.Tokens is not [var only])
            return null;

        // A number would be taken for one of them, too.
        if (!char.IsAsciiDigit(only.Value.FirstOrDefault()) && Enum.TryParse<OverlayProtocol>(only.Value, ignoreCase: true, out var protocol) && Enum.IsDefined(protocol))
            return protocol;

        result.AddError($"'{only.Value}' is not a protocol. Expected tcp, udp, icmp or all.");
        return null;
    }

    /// <summary>Reads a whole number within bounds.</summary>
    public static Func<ArgumentResult, int?> Number(int least, int most) => result =>
    {
        if (result.Tokens is not [var only])
            return null;

        if (int.TryParse(only.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;

        result.AddError($"'{only.Value}' is not a whole number from {least} to {most}.");
        return null;
    };

    private static string Id(string prefix, string what, string text) => Ec2ResourceId.IsWellFormed(prefix, text)
        ? text
        : throw new FormatException($"'{text}' is not {what}. Expected {prefix}- and 8 or 17 hexadecimal digits.");

    private static T? Read<T>(ArgumentResult result, Func<string, T> read)
        where T : class => result.Tokens is [var only] ? ReadAll([only], result, read).FirstOrDefault() : null;

    private static T[] ReadAll<T>(ArgumentResult result, Func<string, T> read) => ReadAll(result.Tokens, result, read);

    private static T[] ReadAll<T>(IReadOnlyList<Token> tokens, ArgumentResult result, Func<string, T> read)
    {
        var values = new List<T>(tokens.Count);
        foreach (var token in tokens)
        {
            try
            {
                values.Add(read(token.Value));
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        }

        return [.. values];
    }
}
