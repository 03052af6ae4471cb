using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>A network interface as DescribeNetworkInterfaces shows it, and the shorter form within an instance.</summary>
internal static class NetworkInterfaceXml
{
    public static void Write(ActionContext context, Ec2Xml xml, LabState state, NetworkInterfaceResource eni)
    {
        Common(context, xml, state, eni);
        xml.Text("availabilityZone", eni.Zone);
        xml.Text("availabilityZoneId", context.Account.ZoneId(eni.Zone));
        xml.Text("requesterManaged", false);
        WriteAttachmentOf(context, xml, eni);
        xml.Tags(eni);
    }

    public static void WriteAttachmentOf(ActionContext context, Ec2Xml xml, NetworkInterfaceResource eni)
    {
        if (eni.Attachment is not { } attachment)
        {
            return;
        }

        xml.Element("attachment", item =>
        {
            WriteAttachment(item, attachment);
            item.Text("instanceId", attachment.InstanceId);
            item.Text("instanceOwnerId", context.Account.AccountId);
        });
    }

    public static void WriteWithinInstance(ActionContext context, Ec2Xml xml, LabState state, NetworkInterfaceResource eni)
    {
        Common(context, xml, state, eni);
        xml.Element("attachment", item => WriteAttachment(item, eni.Attachment!));
    }

    public static string StatusOf(NetworkInterfaceResource eni) => eni.Attachment is null ? "available" : "in-use";

    public static string PrivateDnsName(LabAccount account, string address) =>
        $"ip-{address.Replace('.', '-')}.{(account.Region == "us-east-1" ? "ec2" : account.Region + ".compute")}.internal";

    public static void WriteGroups(Ec2Xml xml, LabState state, IEnumerable<string> groupIds) =>
        xml.Set("groupSet", groupIds, (item, id) =>
        {
            item.Text("groupId", id);
            item.Text("groupName", state.SecurityGroups.TryGetValue(id, out var group) ? group.GroupName : id);
        });

    private static void Common(ActionContext context, Ec2Xml xml, LabState state, NetworkInterfaceResource eni)
    {
        xml.Text("networkInterfaceId", eni.Id);
        xml.Text("subnetId", eni.SubnetId);
        xml.Text("vpcId", eni.VpcId);
        xml.Text("description", eni.Description);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Text("status", StatusOf(eni));
        xml.Text("macAddress", eni.MacAddress);
        xml.Text("privateIpAddress", eni.PrivateIp);
        xml.Text("privateDnsName", PrivateDnsName(context.Account, eni.PrivateIp));
        xml.Text("sourceDestCheck", eni.SourceDestCheck);
        xml.Text("interfaceType", "interface");
        WriteGroups(xml, state, eni.GroupIds);
        xml.Set("privateIpAddressesSet", eni.SecondaryIps.Prepend(eni.PrivateIp), (item, address) =>
        {
            item.Text("privateIpAddress", address);
            item.Text("privateDnsName", PrivateDnsName(context.Account, address));
            item.Text("primary", address == eni.PrivateIp);
        });
        xml.Set("ipv6AddressesSet", eni.Ipv6Addresses, (item, address) => item.Text("ipv6Address", address));
    }

    private static void WriteAttachment(Ec2Xml xml, NetworkInterfaceAttachment attachment)
    {
        xml.Text("attachmentId", attachment.Id);
        xml.Text("deviceIndex", attachment.DeviceIndex);
        xml.Text("networkCardIndex", 0);
        xml.Text("status", "attached");
        xml.Text("attachTime", attachment.AttachTime);
        xml.Text("deleteOnTermination", attachment.DeleteOnTermination);
    }
}
