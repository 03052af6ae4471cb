namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>The guards of the planner: what is refused, in whose words, and what to do instead.</summary>
internal static class TransitRouteGuards
{
    public static CidrBlock BlockOf(RouteDestination destination) => destination.Cidr ?? throw new OverlayIpException(
        "DestinationIsPrefixList", OverlayErrorKind.InvalidArgument,
        $"A static route of a transit gateway is for a CIDR block, and {destination} is a prefix list.")
    {
        Subject = destination.ToString(),
        RecommendedAction = "Give the blocks of the list one by one, or use 'aws ec2 create-transit-gateway-prefix-list-reference'.",
    };

    public static OverlayIpException ScopeMissing() => new("ScopeMissing", OverlayErrorKind.InvalidArgument,
        "It was not said which transit gateway route tables are meant.")
    { RecommendedAction = "Give -TransitGatewayRouteTableId, or -VpcId for the tables of the transit gateways that the VPC is attached to." };

    public static OverlayIpException TargetMissing() => new("TransitGatewayAttachmentMissing", OverlayErrorKind.InvalidArgument,
        "It was not said where the static route shall lead to.")
    { RecommendedAction = "Give -VpcId for the VPC's attachment, or -TransitGatewayAttachmentId." };

    public static OverlayIpException NotAttached(string vpcId) => new("TransitGatewayAttachmentNotFound", OverlayErrorKind.NotFound,
        $"The VPC '{vpcId}' is attached to no transit gateway that can be seen.")
    { Subject = vpcId, RecommendedAction = "Attach it with 'aws ec2 create-transit-gateway-vpc-attachment', or check the Region." };

    public static OverlayIpException NoAttachment(string attachmentId) => new("TransitGatewayAttachmentNotFound", OverlayErrorKind.NotFound,
        $"The transit gateway attachment '{attachmentId}' does not exist.")
    { Subject = attachmentId, RecommendedAction = "Check the id and the Region." };

    public static OverlayIpException NotAvailable(string attachmentId, string? state) => new("TransitGatewayAttachmentNotAvailable", OverlayErrorKind.Refused,
        $"The transit gateway attachment {attachmentId} is {state}, so no route can lead to it.")
    { Subject = attachmentId, RecommendedAction = "Wait until it is available, or have the owner of the transit gateway accept it." };

    public static OverlayIpException NoTableLeadsThere(string attachmentId, string what) => new("ScopeMissing", OverlayErrorKind.InvalidArgument,
        $"No transit gateway route table leads to {what} by {attachmentId}, so it is not clear whose senders shall reach the address.")
    { Subject = attachmentId, RecommendedAction = "Say which tables are meant with -TransitGatewayRouteTableId." };

    public static OverlayIpException OtherGateway(TransitRouteStep step, string attachmentId, string gatewayId) => new("TransitGatewayMismatch", OverlayErrorKind.Refused,
        $"The route table {step.Display} belongs to {step.GatewayId}, but the attachment {attachmentId} to {gatewayId}. A route can only lead to an attachment of its own transit gateway.")
    { Subject = step.TableId, RecommendedAction = "Choose route tables of the attachment's transit gateway." };

    public static OverlayIpException Exists(CidrBlock destination, TransitRouteStep step) => new("TransitRouteAlreadyExists", OverlayErrorKind.AlreadyExists,
        $"The transit gateway route table {step.Display} has a static route to {destination} already, {Describe(step.Previous!)}.")
    { Subject = step.TableId, RecommendedAction = "Look at it with Get-OverlayTransitRoute; replace it with -Force." };

    public static OverlayIpException Missing(CidrBlock destination, TransitRouteStep step) => new("TransitRouteNotFound", OverlayErrorKind.NotFound,
        $"The transit gateway route table {step.Display} has no static route to {destination}.")
    { Subject = step.TableId, RecommendedAction = "See what there is with Get-OverlayTransitRoute." };

    public static OverlayIpException NoRoute(CidrBlock destination, string? vpcId) => new("TransitRouteNotFound", OverlayErrorKind.NotFound,
        $"No transit gateway route table has a static route to {destination}{(vpcId is null ? "" : $" that leads to {vpcId}")}.")
    { Subject = destination.ToString(), RecommendedAction = "See what there is with Get-OverlayTransitRoute; check the Region." };

    public static string Describe(OverlayTransitRoute route) => route switch
    {
        { TransitGatewayAttachmentId: null } => "a blackhole",
        { State: RouteState.Blackhole } => $"to {route.TransitGatewayAttachmentId}, a blackhole",
        { VpcId: { } vpcId } => $"to {route.TransitGatewayAttachmentId} ({vpcId})",
        _ => $"to {route.TransitGatewayAttachmentId}",
    };
}
