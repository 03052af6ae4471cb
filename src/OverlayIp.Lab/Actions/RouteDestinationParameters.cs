using System.Net.Sockets;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The destination of a route request: exactly one of an IPv4 block, an IPv6 block and a prefix list.</summary>
/// <param name="Text">The canonical block (host bits cleared, as EC2 does without a word), or the prefix list's id.</param>
/// <param name="Block">The block, or null for a prefix list.</param>
/// <param name="ParameterName">The parameter's name as EC2's messages spell it.</param>
internal sealed record RouteDestinationParameters(string Text, CidrBlock? Block, string ParameterName)
{
    private static readonly string[] Parameters = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];

    public static RouteDestinationParameters Read(QueryParameters parameters)
    {
        var given = Parameters
            .Where(name => parameters.Optional(name) is { Length: > 0 })
            .ToArray();
        const string message = "The request must contain exactly one of: destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId";
        return given switch
        {
            [] => throw new Ec2Exception("MissingParameter", message),
            ["DestinationCidrBlock"] => OfBlock(parameters, given[0], AddressFamily.InterNetwork, "destination-cidr-block"),
            ["DestinationIpv6CidrBlock"] => OfBlock(parameters, given[0], AddressFamily.InterNetworkV6, "destination-ipv6-cidr-block"),
            ["DestinationPrefixListId"] => new(parameters.RequiredId(given[0], ResourceKind.PrefixList), null, "destination-prefix-list-id"),
            _ => throw Ec2Errors.InvalidParameterCombination(message),
        };
    }

    /// <summary>Refuses a prefix list that does not exist.</summary>
    public void RequireExisting(LabState state)
    {
        if (Block is null)
        {
            state.PrefixList(Text);
        }
    }

    /// <summary>
    /// Refuses a new route whose block lies within the VPC, unless it is exactly a subnet's: that is the one form of
    /// more-specific route that EC2 has, for appliances between subnets
    /// (https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html).
    /// </summary>
    public void RequireAllowedIn(LabState state, VpcResource vpc, RouteEntry route)
    {
        RequireTargetAllowedIn(vpc, route);
        if (IsWithin(vpc) && !state.Subnets.Values.Any(subnet => subnet.VpcId == vpc.Id && (Block == subnet.Cidr || Block == subnet.Ipv6Cidr)))
        {
            throw TooSpecific();
        }
    }

    /// <summary>Refuses a route within the VPC that leads out of it.</summary>
    public void RequireTargetAllowedIn(VpcResource vpc, RouteEntry route)
    {
        if (IsWithin(vpc) && route.NetworkInterfaceId is null)
        {
            throw TooSpecific();
        }
    }

    private bool IsWithin(VpcResource vpc) => Block is not null && vpc.Cidrs.Any(cidr => cidr.Block.Contains(Block));

    private Ec2Exception TooSpecific() => Ec2Errors.InvalidParameterValue(
            $"The destination CIDR block {Text} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.");

    private static RouteDestinationParameters OfBlock(QueryParameters parameters, string name, AddressFamily family, string messageName)
    {
        var text = parameters.Required(name);
        return text.Contains('/', StringComparison.Ordinal) && CidrBlock.TryParse(text, out var block) && block.AddressFamily == family
            ? new(block.ToString(), block, messageName)
            : throw Ec2Errors.InvalidValue(text, QueryParameters.CamelCase(name), "This is not a valid CIDR block.");
    }
}
