namespace OverlayIp.Lab.Tests.Support;

/// <summary>A transit gateway between the lab's VPC and another one that stands for the outside.</summary>
internal sealed record TransitLab(LabClient Api, string GatewayId, string TableId, string OutsideVpcId, string OutsideSubnetId, string InsideId, string OutsideId)
{
    public const string Outside = "172.16.0.0/16";

    /// <summary>Attaches both VPCs, each with subnets in its zones, to a new gateway with its default table.</summary>
    public static async Task<TransitLab> CreateAsync(LabClient lab)
    {
        var created = await lab.DoAsync("CreateTransitGateway", ("Description", "between"));
        var (gateway, table) = (created.Text("transitGatewayId")!, created.Text("associationDefaultRouteTableId")!);
        var vpc = (await lab.DoAsync("CreateVpc", ("CidrBlock", Outside))).Text("vpcId")!;
        var subnet = (await lab.DoAsync("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "172.16.1.0/24"))).Text("subnetId")!;
        var inside = await AttachAsync(lab, gateway, lab.Lab.VpcId!, lab.NodeA.SubnetId, lab.NodeB.SubnetId);
        return new TransitLab(lab, gateway, table, vpc, subnet, inside, await AttachAsync(lab, gateway, vpc, subnet));
    }

    public static async Task<string> AttachAsync(LabClient lab, string gateway, string vpc, params string[] subnets) => (await lab.DoAsync(
        "CreateTransitGatewayVpcAttachment",
        [("TransitGatewayId", gateway), ("VpcId", vpc), .. subnets.Select((subnet, index) => ($"SubnetIds.{index + 1}", subnet))])).Text("transitGatewayAttachmentId")!;

    public Task<Ec2Answer> RouteAsync(string destination, string? attachmentId) => Api.DoAsync(
        "CreateTransitGatewayRoute",
        ("TransitGatewayRouteTableId", TableId), ("DestinationCidrBlock", destination), attachmentId is null ? ("Blackhole", "true") : ("TransitGatewayAttachmentId", attachmentId));

    /// <summary>The routes of the default table that a filter finds: destination, attachment, type and state.</summary>
    public async Task<IReadOnlyList<(string? Destination, string? Attachment, string? Type, string? State)>> SearchAsync(string filter = "type", params string[] values)
    {
        var answer = await Api.DoAsync(
            "SearchTransitGatewayRoutes",
            [
                ("TransitGatewayRouteTableId", TableId), ("Filter.1.Name", filter),
                .. (values.Length == 0 ? ["static", "propagated"] : values).Select((value, index) => ($"Filter.1.Value.{index + 1}", value)),
            ]);
        return answer.Items("routeSet").Select(route => (
            route.Child("destinationCidrBlock"),
            route.Descendants().FirstOrDefault(element => element.Name.LocalName == "transitGatewayAttachmentId")?.Value,
            route.Child("type"),
            route.Child("state"))).ToArray();
    }
}
