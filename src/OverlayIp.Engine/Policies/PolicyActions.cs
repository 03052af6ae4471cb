namespace OverlayIp.Engine.Policies;

/// <summary>
/// The EC2 actions that each purpose needs: those that the engine really calls for it. Which of them EC2 decides by resource is in
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html.
/// </summary>
internal static class PolicyActions
{
    public const string CreateRoute = "ec2:CreateRoute";
    public const string ReplaceRoute = "ec2:ReplaceRoute";
    public const string DeleteRoute = "ec2:DeleteRoute";
    public const string ModifyNetworkInterface = "ec2:ModifyNetworkInterfaceAttribute";
    public const string PrefixListEntries = "ec2:GetManagedPrefixListEntries";
    public const string TransitGatewayRoutes = "ec2:SearchTransitGatewayRoutes";

    /// <summary>The actions that only read and have no resource-level permissions: with an ARN beside them they are denied.</summary>
    public static IReadOnlyList<string> Reading(OverlayPolicyPurpose purpose) => purpose switch
    {
        // Naming a VPC that has no route yet asks whether there is such a VPC.
        OverlayPolicyPurpose.Setup or OverlayPolicyPurpose.Audit =>
            ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeVpcs"],
        OverlayPolicyPurpose.Failover =>
            ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables"],
        _ =>
        [
            "ec2:DescribeInstanceStatus",
            "ec2:DescribeInstances",
            "ec2:DescribeManagedPrefixLists",
            "ec2:DescribeNetworkAcls",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeTransitGatewayAttachments",
            "ec2:DescribeTransitGatewayRouteTables",
            "ec2:DescribeTransitGatewayVpcAttachments",
            "ec2:DescribeVpcPeeringConnections",
            "ec2:DescribeVpcs",
        ],
    };

    /// <summary>The actions that change routes.</summary>
    public static IReadOnlyList<string> OnRouteTables(OverlayPolicyPurpose purpose, bool createMissing) => purpose switch
    {
        OverlayPolicyPurpose.Setup => [CreateRoute, DeleteRoute, ReplaceRoute],
        OverlayPolicyPurpose.Failover when createMissing => [CreateRoute, ReplaceRoute],
        OverlayPolicyPurpose.Failover => [ReplaceRoute],
        _ => [],
    };
}
