using System.Globalization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The filters of DescribeInstances that make sense in a VPC without disks, keys and public addresses.</summary>
internal static class InstanceFilters
{
    public static readonly Dictionary<string, Func<ActionContext, InstanceResource, IEnumerable<string?>>> All = new()
    {
        ["instance-id"] = (_, instance) => [instance.Id],
        ["image-id"] = (_, instance) => [instance.ImageId],
        ["instance-type"] = (_, instance) => [instance.InstanceType],
        ["instance-state-name"] = (_, instance) => [instance.State.NameOf()],
        ["instance-state-code"] = (_, instance) => [((int)instance.State).ToString(CultureInfo.InvariantCulture)],
        ["availability-zone"] = (_, instance) => [instance.Zone],
        ["availability-zone-id"] = (context, instance) => [context.Account.ZoneId(instance.Zone)],
        ["architecture"] = (_, _) => ["x86_64"],
        ["client-token"] = (_, instance) => [instance.ClientToken],
        ["key-name"] = (_, instance) => [instance.KeyName],
        ["launch-index"] = (_, instance) => [instance.LaunchIndex.ToString(CultureInfo.InvariantCulture)],
        ["owner-id"] = (context, _) => [context.Account.AccountId],
        ["reservation-id"] = (_, instance) => [instance.ReservationId],
        ["root-device-type"] = (_, _) => ["ebs"],
        ["tenancy"] = (_, _) => ["default"],
        ["virtualization-type"] = (_, _) => ["hvm"],
        ["hypervisor"] = (_, _) => ["xen"],
        ["monitoring-state"] = (_, _) => ["disabled"],
        ["instance-lifecycle"] = (_, _) => [],
        ["platform"] = (_, _) => [],
        ["ip-address"] = (_, _) => [],
        ["dns-name"] = (_, _) => [],
        ["vpc-id"] = (context, instance) => Primary(context, instance).Select(eni => eni.VpcId),
        ["subnet-id"] = (context, instance) => Primary(context, instance).Select(eni => eni.SubnetId),
        ["private-ip-address"] = (context, instance) => Primary(context, instance).Select(eni => eni.PrivateIp),
        ["private-dns-name"] = (context, instance) => Primary(context, instance).Select(eni => NetworkInterfaceXml.PrivateDnsName(context.Account, eni.PrivateIp)),
        ["source-dest-check"] = (context, instance) => Primary(context, instance).Select(eni => Text(eni.SourceDestCheck)),
        ["ipv6-address"] = (context, instance) => Interfaces(context, instance).SelectMany(eni => eni.Ipv6Addresses),
        ["instance.group-id"] = (context, instance) => Primary(context, instance).SelectMany(eni => eni.GroupIds),
        ["network-interface.network-interface-id"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Id),
        ["network-interface.subnet-id"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.SubnetId),
        ["network-interface.vpc-id"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.VpcId),
        ["network-interface.availability-zone"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Zone),
        ["network-interface.description"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Description),
        ["network-interface.mac-address"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.MacAddress),
        ["network-interface.owner-id"] = (context, instance) => Interfaces(context, instance).Select(_ => context.Account.AccountId),
        ["network-interface.private-dns-name"] = (context, instance) => Interfaces(context, instance).Select(eni => NetworkInterfaceXml.PrivateDnsName(context.Account, eni.PrivateIp)),
        ["network-interface.source-dest-check"] = (context, instance) => Interfaces(context, instance).Select(eni => Text(eni.SourceDestCheck)),
        ["network-interface.status"] = (context, instance) => Interfaces(context, instance).Select(NetworkInterfaceXml.StatusOf),
        ["network-interface.group-id"] = (context, instance) => Interfaces(context, instance).SelectMany(eni => eni.GroupIds),
        ["network-interface.addresses.private-ip-address"] = (context, instance) => Interfaces(context, instance).SelectMany(eni => eni.SecondaryIps.Prepend(eni.PrivateIp)),
        ["network-interface.addresses.primary"] = (context, instance) => Interfaces(context, instance).SelectMany(eni => eni.SecondaryIps.Select(_ => "false").Prepend("true")),
        ["network-interface.ipv6-addresses.ipv6-address"] = (context, instance) => Interfaces(context, instance).SelectMany(eni => eni.Ipv6Addresses),
        ["network-interface.attachment.attachment-id"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Attachment!.Id),
        ["network-interface.attachment.instance-id"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Attachment!.InstanceId),
        ["network-interface.attachment.device-index"] = (context, instance) => Interfaces(context, instance).Select(eni => eni.Attachment!.DeviceIndex.ToString(CultureInfo.InvariantCulture)),
        ["network-interface.attachment.status"] = (context, instance) => Interfaces(context, instance).Select(_ => "attached"),
    };

    private static IEnumerable<NetworkInterfaceResource> Interfaces(ActionContext context, InstanceResource instance) => context.Seen.InterfacesOf(instance.Id);

    private static IEnumerable<NetworkInterfaceResource> Primary(ActionContext context, InstanceResource instance) => Interfaces(context, instance).Take(1);

    private static string Text(bool value) => value ? "true" : "false";
}
