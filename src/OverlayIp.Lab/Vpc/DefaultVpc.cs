using System.Collections.Immutable;
using OverlayIp.Lab.Actions;

namespace OverlayIp.Lab.Vpc;

/// <summary>The VPC that a lab starts with: two nodes in two zones, each with a route table of its own, and clients on the main one.</summary>
internal static class DefaultVpc
{
    public const string Name = "lab-vpc";
    public const string RoleTag = "overlayip:role";
    public const string NodeRole = "node";
    public const string ClientRole = "client";

    public static LabState Create(LabAccount account, DateTimeOffset now)
    {
        var ids = account.Ids;
        var zones = account.Zones;
        var vpc = new VpcResource
        {
            Id = ids.New("vpc"),
            Cidrs = [new VpcCidr(ids.New("vpc-cidr-assoc"), CidrBlock.Parse("10.0.0.0/16"))],
            DefaultSecurityGroupId = ids.New("sg"),
            DhcpOptionsId = ids.New("dopt"),
            Tags = Named(Name),
        };
        var state = account.LaunchGroup(LabState.Empty.With(vpc).With(VpcSecurityGroups.Default(vpc)).With(VpcNetworkAcls.Default(vpc)), vpc);
        state = state.With(Table(ids, vpc, "lab-main", [new RouteTableAssociation(ids.New("rtbassoc"), null)]));
        state = AddNode(state, ids, vpc, "node-a", "10.0.1.0/24", "10.0.1.10", zones[0], now);
        state = AddNode(state, ids, vpc, "node-b", "10.0.2.0/24", "10.0.2.10", zones[1], now);
        state = state.With(Subnet(ids, vpc, "clients-a", "10.0.11.0/24", zones[0]));
        state = state.With(Subnet(ids, vpc, "clients-b", "10.0.12.0/24", zones[1]));
        // Somebody to ask from, where there is something to ask.
        return account.IsNetworked
            ? AddInstance(state, ids, state.Subnets.Values.Single(subnet => subnet.Name == "clients-a"), "client-a", ClientRole, "10.0.11.10", now)
            : state;
    }

    private static LabState AddNode(
        LabState state, IdSource ids, VpcResource vpc, string name, string cidr, string address, string zone, DateTimeOffset now)
    {
        var subnet = Subnet(ids, vpc, name, cidr, zone);
        state = AddInstance(state.With(subnet), ids, subnet, name, NodeRole, address, now);
        return state.With(Table(ids, vpc, "lab-" + name, [new RouteTableAssociation(ids.New("rtbassoc"), subnet.Id)]));
    }

    private static LabState AddInstance(
        LabState state, IdSource ids, SubnetResource subnet, string name, string role, string address, DateTimeOffset now)
    {
        var instance = new InstanceResource
        {
            Id = ids.New("i"),
            ReservationId = ids.New("r"),
            ImageId = LabImages.Default.Id,
            InstanceType = "t3.micro",
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            Zone = subnet.Zone,
            LaunchTime = now,
            State = InstanceState.Running,
            Tags = Named(name).Add(RoleTag, role),
        };
        var eni = new NetworkInterfaceResource
        {
            Id = ids.New("eni"),
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            Zone = subnet.Zone,
            PrivateIp = address,
            MacAddress = ids.NewMacAddress(),
            GroupIds = [VpcSecurityGroups.LaunchGroupOf(state, state.Vpcs[subnet.VpcId])],
            Tags = Named(name),
            Attachment = new NetworkInterfaceAttachment(ids.New("eni-attach"), instance.Id, 0, DeleteOnTermination: true, now),
        };
        return state.With(instance).With(eni);
    }

    private static SubnetResource Subnet(IdSource ids, VpcResource vpc, string name, string cidr, string zone) => new()
    {
        Id = ids.New("subnet"),
        VpcId = vpc.Id,
        Cidr = CidrBlock.Parse(cidr),
        Zone = zone,
        Tags = Named(name),
    };

    private static RouteTableResource Table(IdSource ids, VpcResource vpc, string name, ImmutableArray<RouteTableAssociation> associations) => new()
    {
        Id = ids.New("rtb"),
        VpcId = vpc.Id,
        Routes = [.. vpc.Cidrs.Select(cidr => new RouteEntry(cidr.Block.ToString(), null, IsVpcOwn: true))],
        Associations = associations,
        Tags = Named(name),
    };

    private static ImmutableSortedDictionary<string, string> Named(string name) => Resource.NoTags.Add("Name", name);
}
