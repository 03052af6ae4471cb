using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Iam;

/// <summary>
/// The condition keys that EC2 has for a resource that exists
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-resources-for-iam-policies):
/// those that say something about what the lab knows. One that does not exist has none.
/// </summary>
internal static class ResourceFacts
{
    /// <summary>Sets the keys.</summary>
    /// <param name="account">The lab's account.</param>
    /// <param name="state">The lab.</param>
    /// <param name="type">The type as it is in ARNs, such as <c>route-table</c>.</param>
    /// <param name="id">The id.</param>
    /// <param name="context">Where to set them.</param>
    public static void Describe(LabAccount account, LabState state, string type, string id, ConditionContext context)
    {
        switch (type)
        {
            case "vpc" when state.Vpcs.TryGetValue(id, out var vpc):
                Tags(vpc, context);
                context.Set("ec2:VpcID", id);
                context.Set("ec2:Tenancy", vpc.InstanceTenancy);
                break;
            case "subnet" when state.Subnets.TryGetValue(id, out var subnet):
                Tags(subnet, context);
                context.Set("ec2:SubnetID", id);
                Place(account, subnet.VpcId, subnet.Zone, context);
                break;
            case "route-table" when state.RouteTables.TryGetValue(id, out var table):
                Tags(table, context);
                context.Set("ec2:RouteTableID", id);
                Place(account, table.VpcId, null, context);
                break;
            case "network-interface" when state.NetworkInterfaces.TryGetValue(id, out var eni):
                Tags(eni, context);
                context.Set("ec2:NetworkInterfaceID", id);
                context.Set("ec2:Subnet", account.Ec2Arn($"subnet/{eni.SubnetId}"));
                Place(account, eni.VpcId, eni.Zone, context);
                break;
            case "instance" when state.Instances.TryGetValue(id, out var instance):
                Tags(instance, context);
                context.Set("ec2:InstanceID", id);
                context.Set("ec2:InstanceType", instance.InstanceType);
                Place(account, null, instance.Zone, context);
                Hardware(context);
                break;
            case "prefix-list" when state.PrefixLists.TryGetValue(id, out var list):
                Tags(list, context);
                break;
            case "security-group" when state.SecurityGroups.TryGetValue(id, out var group):
                Tags(group, context);
                context.Set("ec2:SecurityGroupID", id);
                Place(account, group.VpcId, null, context);
                break;
            case "network-acl" when state.NetworkAcls.TryGetValue(id, out var acl):
                Tags(acl, context);
                context.Set("ec2:NetworkAclID", id);
                Place(account, acl.VpcId, null, context);
                break;
            case "vpc-peering-connection" when state.VpcPeerings.TryGetValue(id, out var peering):
                Tags(peering, context);
                context.Set("ec2:VpcPeeringConnectionID", id);
                context.Set("ec2:RequesterVpc", account.Ec2Arn($"vpc/{peering.RequesterVpcId}"));
                context.Set("ec2:AccepterVpc", account.Ec2Arn($"vpc/{peering.AccepterVpcId}"));
                break;
            case "internet-gateway" when state.InternetGateways.TryGetValue(id, out var gateway):
                Tags(gateway, context);
                context.Set("ec2:InternetGatewayID", id);
                break;
            case "transit-gateway" when state.TransitGateways.TryGetValue(id, out var transit):
                Tags(transit, context);
                context.Set("ec2:transitGatewayId", id);
                break;
            case "transit-gateway-attachment" when state.TransitGatewayAttachments.TryGetValue(id, out var attachment):
                Tags(attachment, context);
                context.Set("ec2:transitGatewayAttachmentId", id);
                break;
            case "transit-gateway-route-table" when state.TransitGatewayRouteTables.TryGetValue(id, out var transitTable):
                Tags(transitTable, context);
                context.Set("ec2:transitGatewayRouteTableId", id);
                break;
            case "image":
                context.Set("ec2:ImageID", id);
                context.Set("ec2:ImageType", "machine");
                context.Set("ec2:Owner", "amazon");
                context.Set("ec2:Public", "true");
                context.Set("ec2:RootDeviceType", "ebs");
                break;
        }
    }

    /// <summary>Sets the keys of an instance that are the same for all of the lab's.</summary>
    public static void Hardware(ConditionContext context)
    {
        context.Set("ec2:EbsOptimized", "false");
        context.Set("ec2:RootDeviceType", "ebs");
        context.Set("ec2:Tenancy", "default");
    }

    /// <summary>Sets where a resource is.</summary>
    public static void Place(LabAccount account, string? vpcId, string? zone, ConditionContext context)
    {
        context.Set("ec2:Vpc", vpcId is null ? null : account.Ec2Arn($"vpc/{vpcId}"));
        context.Set("ec2:AvailabilityZone", zone);
        context.Set("ec2:AvailabilityZoneId", zone is null ? null : account.ZoneId(zone));
    }

    private static void Tags(Resource resource, ConditionContext context)
    {
        foreach (var (key, value) in resource.Tags)
        {
            context.Set("aws:ResourceTag/" + key, value);
            context.Set("ec2:ResourceTag/" + key, value);
        }
    }
}
