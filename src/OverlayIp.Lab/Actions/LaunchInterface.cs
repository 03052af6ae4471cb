using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>A network interface that an instance is launched with: a new one, or one that exists.</summary>
internal sealed record LaunchInterface(int DeviceIndex, bool DeleteOnTermination, NewInterface? New, string? ExistingId)
{
    /// <summary>True when it can be given to one instance only.</summary>
    public bool IsSingular => ExistingId is not null || New!.PrivateIp is not null || New.SecondaryIps.Count > 0 || New.Ipv6Addresses.Count > 0;

    /// <summary>Reads the interfaces of a launch, or the one that the instance-level parameters mean.</summary>
    public static IReadOnlyList<LaunchInterface> ReadAll(QueryParameters parameters)
    {
        var indexes = parameters.Indexes("NetworkInterface");
        if (indexes.Count == 0)
        {
            return [InstanceLevel(parameters)];
        }

        if (parameters.Optional("SubnetId") is not null)
        {
            throw Ec2Errors.InvalidParameterCombination("Network interfaces and an instance-level subnet ID may not be specified on the same request");
        }

        if (parameters.Indexes("SecurityGroupId").Count > 0)
        {
            throw Ec2Errors.InvalidParameterCombination("Network interfaces and an instance-level security groups may not be specified on the same request");
        }

        var interfaces = indexes.Select(index => Read(parameters, $"NetworkInterface.{index}.")).ToArray();
        if (interfaces.All(wanted => wanted.DeviceIndex != 0))
        {
            throw Ec2Errors.InvalidParameterCombination("The network interface at device index 0 must be specified");
        }

        return interfaces.DistinctBy(wanted => wanted.DeviceIndex).Count() == interfaces.Length
            ? interfaces
            : throw Ec2Errors.InvalidParameterCombination("Each network interface requires a unique device index");
    }

    /// <summary>The interface to attach.</summary>
    public NetworkInterfaceResource Resolve(LabState state, IdSource ids)
    {
        if (New is not null)
        {
            return New.Create(state, ids);
        }

        var eni = state.NetworkInterface(ExistingId!);
        return eni.Attachment is null ? eni : throw new Ec2Exception("InvalidNetworkInterface.InUse", $"Interface: [{eni.Id}] in use.");
    }

    private static LaunchInterface Read(QueryParameters parameters, string prefix)
    {
        var index = parameters.OptionalInteger(prefix + "DeviceIndex") ?? throw Ec2Errors.MissingParameter("deviceIndex");
        var existing = parameters.OptionalId(prefix + "NetworkInterfaceId", ResourceKind.NetworkInterface);
        if (existing is null)
        {
            return new LaunchInterface(index, parameters.Boolean(prefix + "DeleteOnTermination", absent: true), NewInterface.Read(parameters, prefix), null);
        }

        return parameters.Optional(prefix + "SubnetId") is null
            ? new LaunchInterface(index, parameters.Boolean(prefix + "DeleteOnTermination"), null, existing)
            : throw Ec2Errors.InvalidParameterCombination("A network interface may not specify both a network interface ID and a subnet");
    }

    private static LaunchInterface InstanceLevel(QueryParameters parameters)
    {
        // No VPC of the lab is the Region's default one, so there is no subnet to fall back on.
        var subnetId = parameters.OptionalId("SubnetId", ResourceKind.Subnet)
            ?? throw new Ec2Exception("VPCIdNotSpecified", "No default VPC for this user");
        return new LaunchInterface(0, true, new NewInterface
        {
            SubnetId = subnetId,
            PrivateIp = parameters.Optional("PrivateIpAddress"),
            GroupIds = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup),
            Ipv6Addresses = parameters.Indexes("Ipv6Address").Select(index => parameters.Required($"Ipv6Address.{index}.Ipv6Address")).ToArray(),
            MoreIpv6Addresses = parameters.OptionalInteger("Ipv6AddressCount") ?? 0,
        }, null);
    }
}
