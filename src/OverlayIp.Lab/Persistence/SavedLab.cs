using System.Text.Json.Serialization;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Persistence;

/// <summary>A lab as it is in a file.</summary>
internal sealed record SavedLab
{
    /// <summary>The version of the format that is written. The second has brought IAM's definitions, the third network ACLs
    /// and the gateways and connections that routes can have as their targets.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The oldest version that is read.</summary>
    public const int OldestVersion = 1;

    public required int FormatVersion { get; init; }

    public required string Region { get; init; }

    public required string AccountId { get; init; }

    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>The definitions that the lab was started with, or null for none.</summary>
    [JsonConverter(typeof(LabIamConverter))]
    public LabIam? Iam { get; init; }

    public required IReadOnlyList<VpcResource> Vpcs { get; init; }

    public required IReadOnlyList<SubnetResource> Subnets { get; init; }

    public required IReadOnlyList<RouteTableResource> RouteTables { get; init; }

    public required IReadOnlyList<NetworkInterfaceResource> NetworkInterfaces { get; init; }

    public required IReadOnlyList<InstanceResource> Instances { get; init; }

    public required IReadOnlyList<PrefixListResource> PrefixLists { get; init; }

    /// <summary>Absent in files from before there were security groups; each VPC then gets its default one.</summary>
    public IReadOnlyList<SecurityGroupResource>? SecurityGroups { get; init; }

    /// <summary>Absent in files from before there were network ACLs; each VPC then gets its default one.</summary>
    public IReadOnlyList<NetworkAclResource>? NetworkAcls { get; init; }

    /// <summary>Absent in files from before there were any, as is what follows.</summary>
    public IReadOnlyList<VpcPeeringResource>? VpcPeerings { get; init; }

    public IReadOnlyList<InternetGatewayResource>? InternetGateways { get; init; }

    public IReadOnlyList<TransitGatewayResource>? TransitGateways { get; init; }

    public IReadOnlyList<TransitGatewayAttachmentResource>? TransitGatewayAttachments { get; init; }

    public IReadOnlyList<TransitGatewayRouteTableResource>? TransitGatewayRouteTables { get; init; }

    public static SavedLab Of(LabState state, string region, string accountId, Credential credential, LabIam? iam) => new()
    {
        FormatVersion = CurrentVersion,
        Region = region,
        AccountId = accountId,
        AccessKeyId = credential.AccessKeyId,
        SecretAccessKey = credential.SecretAccessKey,
        Iam = iam,
        Vpcs = [.. state.Vpcs.Values],
        Subnets = [.. state.Subnets.Values],
        RouteTables = [.. state.RouteTables.Values],
        NetworkInterfaces = [.. state.NetworkInterfaces.Values],
        Instances = [.. state.Instances.Values],
        PrefixLists = [.. state.PrefixLists.Values],
        SecurityGroups = [.. state.SecurityGroups.Values],
        NetworkAcls = [.. state.NetworkAcls.Values],
        VpcPeerings = [.. state.VpcPeerings.Values],
        InternetGateways = [.. state.InternetGateways.Values],
        TransitGateways = [.. state.TransitGateways.Values],
        TransitGatewayAttachments = [.. state.TransitGatewayAttachments.Values],
        TransitGatewayRouteTables = [.. state.TransitGatewayRouteTables.Values],
    };

    /// <summary>The state. Client tokens are not kept: they matter for minutes, a file for longer.</summary>
    public LabState ToState()
    {
        var state = LabState.Empty;
        state = Vpcs.Aggregate(state, (current, vpc) => current.With(vpc));
        state = Subnets.Aggregate(state, (current, subnet) => current.With(subnet));
        state = RouteTables.Aggregate(state, (current, table) => current.With(table));
        state = NetworkInterfaces.Aggregate(state, (current, eni) => current.With(eni));
        state = Instances.Aggregate(state, (current, instance) => current.With(instance));
        state = PrefixLists.Aggregate(state, (current, list) => current.With(list));
        state = (SecurityGroups ?? Vpcs.Select(vpc => VpcSecurityGroups.Default(vpc))).Aggregate(state, (current, group) => current.With(group));
        state = (NetworkAcls ?? Vpcs.Select(vpc => VpcNetworkAcls.Default(vpc))).Aggregate(state, (current, acl) => current.With(acl));
        state = (VpcPeerings ?? []).Aggregate(state, (current, peering) => current.With(peering));
        state = (InternetGateways ?? []).Aggregate(state, (current, gateway) => current.With(gateway));
        state = (TransitGateways ?? []).Aggregate(state, (current, gateway) => current.With(gateway));
        state = (TransitGatewayAttachments ?? []).Aggregate(state, (current, attachment) => current.With(attachment));
        return (TransitGatewayRouteTables ?? []).Aggregate(state, (current, table) => current.With(table));
    }
}

/// <summary>Generated serialisers: reflection would cost a lab's start more than all the rest of it.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CidrBlockConverter)])]
[JsonSerializable(typeof(SavedLab))]
internal sealed partial class SavedLabContext : JsonSerializerContext;
