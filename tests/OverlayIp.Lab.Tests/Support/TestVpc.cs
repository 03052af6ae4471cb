namespace OverlayIp.Lab.Tests.Support;

/// <summary>Things that several tests build.</summary>
internal static class TestVpc
{
    public const string Image = "ami-0abcdef1234567890";

    /// <summary>Gives a node a second interface and answers its id and its attachment's.</summary>
    public static async Task<(string InterfaceId, string AttachmentId)> AttachSecondInterfaceAsync(LabClient lab, OverlayLabNode node)
    {
        var eni = (await lab.DoAsync("CreateNetworkInterface", ("SubnetId", node.SubnetId))).Text("networkInterfaceId")!;
        var attached = await lab.DoAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", node.InstanceId), ("DeviceIndex", "1"));
        return (eni, attached.Text("attachmentId")!);
    }

    public static Task<Ec2Answer> CreateRouteAsync(LabClient lab, string tableId, string destination, string interfaceId) => lab.DoAsync(
        "CreateRoute", ("RouteTableId", tableId), ("DestinationCidrBlock", destination), ("NetworkInterfaceId", interfaceId));
}
