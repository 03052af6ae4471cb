using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>Instances and reservations as XML.</summary>
internal static class InstanceXml
{
    public static void WriteReservation(ActionContext context, Ec2Xml xml, LabState state, string reservationId, IEnumerable<InstanceResource> instances)
    {
        xml.Text("reservationId", reservationId);
        xml.Text("ownerId", context.Account.AccountId);
        xml.Element("groupSet", static _ => { });
        xml.Set("instancesSet", instances, (item, instance) => Write(context, item, state, instance));
    }

    public static void WriteState(Ec2Xml xml, string name, InstanceState state) => xml.Element(name, item =>
    {
        item.Text("code", (int)state);
        item.Text("name", state.NameOf());
    });

    private static void Write(ActionContext context, Ec2Xml xml, LabState state, InstanceResource instance)
    {
        var interfaces = state.InterfacesOf(instance.Id);
        var primary = interfaces.Count > 0 ? interfaces[0] : null;
        xml.Text("instanceId", instance.Id);
        xml.Text("imageId", instance.ImageId);
        WriteState(xml, "instanceState", instance.State);
        xml.Text("privateDnsName", primary is null ? "" : NetworkInterfaceXml.PrivateDnsName(context.Account, primary.PrivateIp));
        xml.Text("dnsName", "");
        xml.Text("reason", instance.StateTransitionReason ?? "");
        xml.Text("keyName", instance.KeyName);
        xml.Text("amiLaunchIndex", instance.LaunchIndex);
        xml.Element("productCodes", static _ => { });
        xml.Text("instanceType", instance.InstanceType);
        xml.Text("launchTime", instance.LaunchTime);
        xml.Element("placement", item =>
        {
            item.Text("availabilityZone", instance.Zone);
            item.Text("availabilityZoneId", context.Account.ZoneId(instance.Zone));
            item.Text("groupName", "");
            item.Text("tenancy", "default");
        });
        xml.Element("monitoring", item => item.Text("state", "disabled"));
        if (primary is not null)
        {
            // A terminated instance has lost its interface, and with it all of this.
            xml.Text("subnetId", primary.SubnetId);
            xml.Text("vpcId", primary.VpcId);
            xml.Text("privateIpAddress", primary.PrivateIp);
            xml.Text("sourceDestCheck", primary.SourceDestCheck);
            NetworkInterfaceXml.WriteGroups(xml, state, primary.GroupIds);
        }

        if (instance.StateTransitionReason is not null)
        {
            xml.Element("stateReason", item =>
            {
                item.Text("code", "Client.UserInitiatedShutdown");
                item.Text("message", "Client.UserInitiatedShutdown: User initiated shutdown");
            });
        }

        xml.Text("architecture", "x86_64");
        xml.Text("rootDeviceType", "ebs");
        xml.Text("rootDeviceName", "/dev/xvda");
        xml.Element("blockDeviceMapping", static _ => { });
        xml.Text("virtualizationType", "hvm");
        xml.Text("clientToken", instance.ClientToken ?? "");
        xml.Text("hypervisor", "xen");
        InstanceProfileActions.WriteProfile(context, xml, instance);
        xml.Set("networkInterfaceSet", interfaces, (item, eni) => NetworkInterfaceXml.WriteWithinInstance(context, item, state, eni));
        xml.Text("ebsOptimized", false);
        xml.Element("metadataOptions", item => InstanceMetadataActions.Write(context, item, instance));
        xml.Text("enaSupport", true);
        xml.Tags(instance);
    }
}
