using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The target of a route request: exactly one of those that EC2 has. The lab has instances, interfaces, internet
/// gateways, transit gateways, peering connections and <c>local</c>.</summary>
internal sealed record RouteTargetParameters(string Parameter, string Id)
{
    public const string Names =
        "InstanceId NetworkInterfaceId GatewayId LocalGatewayId CarrierGatewayId NatGatewayId VpcPeeringConnectionId "
        + "EgressOnlyInternetGatewayId TransitGatewayId VpcEndpointId CoreNetworkArn OdbNetworkArn";

    private static readonly string[] All = Names.Split(' ');

    public bool IsLocal => Parameter == "LocalTarget";

    public static RouteTargetParameters Read(QueryParameters parameters, bool localAllowed)
    {
        var given = All.Where(name => parameters.Optional(name) is { Length: > 0 }).ToList();
        if (localAllowed && parameters.Boolean("LocalTarget"))
        {
            given.Add("LocalTarget");
        }

        if (given.Count != 1)
        {
            throw new Ec2Exception(
                given.Count == 0 ? "MissingParameter" : "InvalidParameterCombination",
                "The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, "
                + "vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId"
                + (localAllowed ? ", or must have localTarget set to true" : ""));
        }

        var target = new RouteTargetParameters(given[0], parameters.Optional(given[0])!);
        return target.Parameter switch
        {
            "InstanceId" => target with { Id = ResourceKind.Instance.RequireWellFormed(target.Id) },
            "NetworkInterfaceId" => target with { Id = ResourceKind.NetworkInterface.RequireWellFormed(target.Id) },
            "VpcPeeringConnectionId" => target with { Id = ResourceKind.VpcPeering.RequireWellFormed(target.Id) },
            "TransitGatewayId" => target with { Id = ResourceKind.TransitGateway.RequireWellFormed(target.Id) },
            _ => target,
        };
    }

    /// <summary>The route with this target.</summary>
    /// <param name="state">The state.</param>
    /// <param name="table">The table that the route is of.</param>
    /// <param name="route">The route, whatever its target.</param>
    public RouteEntry Aim(LabState state, RouteTableResource table, RouteEntry route) => Parameter switch
    {
        "LocalTarget" => route with { NetworkInterfaceId = null, GatewayId = null },
        "NetworkInterfaceId" => ToInterface(state.NetworkInterface(Id), table, route),
        "InstanceId" => ToInterface(OnlyInterface(state, state.Instance(Id)), table, route),
        "GatewayId" when state.InternetGateways.TryGetValue(Id, out var gateway) => ToGateway(gateway.VpcId == table.VpcId, table, route),
        // One that the VPC is not attached to does not exist for its tables.
        "TransitGatewayId" when TransitGatewayRoutes.AttachmentOf(state, Id, table.VpcId) is not null => ToGateway(true, table, route),
        "VpcPeeringConnectionId" => ToGateway(state.VpcPeering(Id).Joins(table.VpcId), table, route),
        _ => throw Absent(),
    };

    private static RouteEntry ToInterface(NetworkInterfaceResource eni, RouteTableResource table, RouteEntry route) => eni.VpcId == table.VpcId
        ? route with { NetworkInterfaceId = eni.Id, GatewayId = null }
        : throw Ec2Errors.InvalidParameterValue($"route table {table.Id} and interface {eni.Id} belong to different networks");

    private RouteEntry ToGateway(bool isOfTheVpc, RouteTableResource table, RouteEntry route) => isOfTheVpc
        ? route with { NetworkInterfaceId = null, GatewayId = Id }
        : throw Ec2Errors.InvalidParameterValue($"route table {table.Id} and network gateway {Id} belong to different networks");

    private static NetworkInterfaceResource OnlyInterface(LabState state, InstanceResource instance)
    {
        return state.InterfacesOf(instance.Id) switch
        {
            [var only] => only,
            // A terminated instance has no interface left, so it is in no VPC.
            [] => throw Ec2Errors.InvalidParameterValue($"Invalid value '{instance.Id}' for instance ID. Instance is not in a VPC."),
            _ => throw MultipleInterfaces(instance.Id),
        };
    }

    /// <summary>What EC2 answers to an instance-level request that needs the one interface of an instance that has several.</summary>
    public static Ec2Exception MultipleInterfaces(string instanceId) => new(
        "InvalidInstanceID",
        $"There are multiple interfaces attached to instance '{instanceId}'. Please specify an interface ID for the operation instead.");

    // The other gateways do not exist in the lab, so each of their ids is one that does not exist.
    private Ec2Exception Absent() => Parameter switch
    {
        "GatewayId" => new("InvalidGatewayID.NotFound", $"The gateway ID '{Id}' does not exist"),
        "NatGatewayId" => new("InvalidNatGatewayID.NotFound", $"The natGateway ID '{Id}' does not exist"),
        "TransitGatewayId" => new("InvalidTransitGatewayID.NotFound", $"The transitGateway ID '{Id}' does not exist"),
        "VpcEndpointId" => new("InvalidVpcEndpointId.NotFound", $"The Vpc Endpoint Id '{Id}' does not exist"),
        _ => Ec2Errors.InvalidParameterValue($"The {QueryParameters.CamelCase(Parameter)} '{Id}' does not exist"),
    };
}
