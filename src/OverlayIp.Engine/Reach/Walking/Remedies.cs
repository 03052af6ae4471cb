using System.Net.Sockets;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>The commands that mend a path. What only a person can choose stands in angle brackets.</summary>
internal static class Remedies
{
    public static string CreateRoute(CidrBlock destination, string tableId, string? networkInterfaceId) =>
        $"New-OverlayRoute {destination} -RouteTableId {tableId} {(networkInterfaceId is null ? "-InstanceId <instance id>" : $"-NetworkInterfaceId {networkInterfaceId}")}";

    public static string SwitchRoute(RouteDestination destination, string tableId, string? networkInterfaceId = null) =>
        $"Switch-OverlayRoute {destination} -RouteTableId {tableId} {(networkInterfaceId is null ? "-InstanceId <running instance id>" : $"-NetworkInterfaceId {networkInterfaceId}")}";

    public static string DisableCheck(string networkInterfaceId) => $"Disable-SourceDestCheck -NetworkInterfaceId {networkInterfaceId}";

    public static string FindAddress(string vpcId) => $"Find-OverlayAddress -VpcId {vpcId}";

    /// <summary>The static route in a transit gateway's table; by force when one of the same destination is in the way.</summary>
    public static string TransitRoute(CidrBlock destination, string tableId, string attachmentId, bool force = false) =>
        $"New-OverlayTransitRoute {destination} -TransitGatewayRouteTableId {tableId} -TransitGatewayAttachmentId {attachmentId}{(force ? " -Force" : "")}";

    /// <summary>The route of a VPC to a transit gateway, which is no overlay route of this VPC: the AWS CLI makes it.</summary>
    public static string RouteToTransitGateway(CidrBlock destination, string tableId, string transitGatewayId, bool replace = false) =>
        $"aws ec2 {(replace ? "replace-route" : "create-route")} --route-table-id {tableId} {Option(destination)} {destination} --transit-gateway-id {transitGatewayId}";

    public static string DeleteRoute(RouteDestination destination, string tableId) =>
        $"aws ec2 delete-route --route-table-id {tableId} {(destination.Cidr is { } block ? Option(block) : "--destination-prefix-list-id")} {destination}";

    public static string Attach(string transitGatewayId, string vpcId) =>
        $"aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id {transitGatewayId} --vpc-id {vpcId} --subnet-ids <one subnet of each zone>";

    public static string AddZone(string attachmentId, string zone) =>
        $"aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {attachmentId} --add-subnet-ids <a subnet in {zone}>";

    public static string EnableIpv6(string attachmentId) =>
        $"aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {attachmentId} --options Ipv6Support=enable";

    public static string Associate(string attachmentId) =>
        $"aws ec2 associate-transit-gateway-route-table --transit-gateway-attachment-id {attachmentId} --transit-gateway-route-table-id <transit gateway route table id>";

    /// <summary>The way for everything that carries no packets to addresses outside the VPC: a load balancer that has an address inside.</summary>
    public static string LoadBalancer(CidrBlock destination) =>
        $"aws elbv2 register-targets --target-group-arn <IP target group of a Network Load Balancer in the VPC> --targets Id={destination.Address},AvailabilityZone=all";

    public static string WalkWithRoleOf(string what, CidrBlock destination, string from) =>
        $"Get-OverlayPath {destination} {(from.StartsWith("subnet-", StringComparison.Ordinal) ? "-FromSubnet" : "-FromCidr")} {from} -RoleArn <role in the account that owns {what}>";

    private static string Option(CidrBlock destination) =>
        destination.AddressFamily == AddressFamily.InterNetworkV6 ? "--destination-ipv6-cidr-block" : "--destination-cidr-block";
}
