using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>A network interface that a request wants made: CreateNetworkInterface, or one of RunInstances'.</summary>
internal sealed record NewInterface
{
    /// <summary>The parameters, which stand alone in CreateNetworkInterface and after <c>NetworkInterface.N.</c> in RunInstances.</summary>
    public static readonly IReadOnlyList<string> ParameterNames =
    [
        "SubnetId", "Description", "PrivateIpAddress", "SecurityGroupId.N", "PrivateIpAddresses.N.Primary",
        "PrivateIpAddresses.N.PrivateIpAddress", "SecondaryPrivateIpAddressCount", "Ipv6Addresses.N.Ipv6Address",
        "Ipv6Addresses.N.IsPrimaryIpv6", "Ipv6AddressCount", "InterfaceType",
    ];

    public required string SubnetId { get; init; }

    public string? PrivateIp { get; init; }

    public IReadOnlyList<string> SecondaryIps { get; init; } = [];

    public int MoreSecondaryIps { get; init; }

    public IReadOnlyList<string> Ipv6Addresses { get; init; } = [];

    public int MoreIpv6Addresses { get; init; }

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>Reads the parameters that begin with <paramref name="prefix"/>.</summary>
    public static NewInterface Read(QueryParameters parameters, string prefix)
    {
        var listed = parameters.Indexes($"{prefix}PrivateIpAddresses")
            .Select(index => (
                Address: parameters.Required($"{prefix}PrivateIpAddresses.{index}.PrivateIpAddress"),
                Primary: parameters.Boolean($"{prefix}PrivateIpAddresses.{index}.Primary")))
            .ToArray();
        var primary = parameters.Optional($"{prefix}PrivateIpAddress");
        var primaries = listed.Where(address => address.Primary).Select(address => address.Address).ToArray();
        if (primaries.Length + (primary is null ? 0 : 1) > 1)
        {
            throw Ec2Errors.InvalidParameterCombination("Only one primary private IP address can be specified");
        }

        return new NewInterface
        {
            SubnetId = ResourceKind.Subnet.RequireWellFormed(
                parameters.Optional($"{prefix}SubnetId") ?? throw Ec2Errors.MissingParameter("subnetId")),
            PrivateIp = primary ?? (primaries.Length == 1 ? primaries[0] : null),
            SecondaryIps = listed.Where(address => !address.Primary).Select(address => address.Address).ToArray(),
            MoreSecondaryIps = parameters.OptionalInteger($"{prefix}SecondaryPrivateIpAddressCount") ?? 0,
            Ipv6Addresses = parameters.Indexes($"{prefix}Ipv6Addresses")
                .Select(index => parameters.Required($"{prefix}Ipv6Addresses.{index}.Ipv6Address"))
                .ToArray(),
            MoreIpv6Addresses = parameters.OptionalInteger($"{prefix}Ipv6AddressCount") ?? 0,
            GroupIds = parameters.Ids($"{prefix}SecurityGroupId", ResourceKind.SecurityGroup),
            Description = parameters.Optional($"{prefix}Description") ?? "",
        };
    }

    /// <summary>Makes the interface, with addresses that are free in the state.</summary>
    public NetworkInterfaceResource Create(LabState state, IdSource ids)
    {
        var subnet = state.Subnet(SubnetId);
        var addresses = new List<string>();
        foreach (var wanted in SecondaryIps.Prepend(PrivateIp).Concat(Enumerable.Repeat<string?>(null, MoreSecondaryIps)))
        {
            addresses.Add(AddressAllocation.Ipv4(state, subnet, wanted, addresses));
        }

        var ipv6 = new List<string>();
        foreach (var wanted in Ipv6Addresses.Concat(Enumerable.Repeat<string?>(null, MoreIpv6Addresses)))
        {
            ipv6.Add(AddressAllocation.Ipv6(state, subnet, wanted, ipv6));
        }

        return new NetworkInterfaceResource
        {
            Id = ids.New(ResourceKind.NetworkInterface.Prefix),
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            Zone = subnet.Zone,
            PrivateIp = addresses[0],
            SecondaryIps = [.. addresses.Skip(1)],
            Ipv6Addresses = [.. ipv6],
            MacAddress = ids.NewMacAddress(),
            Description = Description,
            GroupIds = [.. SecurityGroups.Require(state, subnet.VpcId, GroupIds)],
        };
    }
}
