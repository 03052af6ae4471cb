using System.Collections.Immutable;
using OverlayIp.Lab.Actions;

namespace OverlayIp.Lab.Vpc;

/// <summary>The VPCs of a lab that was started with a shape.</summary>
internal static class ShapedVpcs
{
    // A block of a /16 each, out of 10.0.0.0/8; the addresses of a subnet start where EC2 lets them.
    private const int MostVpcs = 256;
    private const int FirstHost = 4;
    private const int MostHosts = (1 << 15) - FirstHost - 1;

    /// <summary>Makes the state.</summary>
    /// <exception cref="OverlayIpException"><c>LabOptionInvalid</c>: an id that stands twice, or more than fits.</exception>
    public static LabState Create(LabAccount account, LabShape shape, DateTimeOffset now)
    {
        Require(shape.Vpcs.Count <= MostVpcs, $"A shape has at most {MostVpcs} VPCs.");
        var ids = shape.Vpcs.SelectMany(IdsOf).ToArray();
        Require(ids.Distinct(StringComparer.Ordinal).Count() == ids.Length, "An id of the shape stands there twice.");
        var state = LabState.Empty;
        for (var index = 0; index < shape.Vpcs.Count; index++)
        {
            state = Add(state, account, shape.Vpcs[index], index, now);
        }

        return state;
    }

    private static LabState Add(LabState state, LabAccount account, LabVpcShape shape, int index, DateTimeOffset now)
    {
        var ids = account.Ids;
        var block = CidrBlock.Parse($"10.{index}.0.0/16");
        var vpc = new VpcResource
        {
            Id = shape.Id,
            Cidrs = [new VpcCidr(ids.New("vpc-cidr-assoc"), block)],
            DefaultSecurityGroupId = ids.New("sg"),
            DhcpOptionsId = ids.New("dopt"),
        };
        var subnet = new SubnetResource { Id = ids.New("subnet"), VpcId = vpc.Id, Cidr = CidrBlock.Parse($"10.{index}.0.0/17"), Zone = account.Zones[0] };
        state = account.LaunchGroup(state.With(vpc).With(VpcSecurityGroups.Default(vpc)), vpc).With(subnet)
            .With(Table(ids.New("rtb"), Resource.NoTags, [new RouteTableAssociation(ids.New("rtbassoc"), null)]));
        state = shape.RouteTables.Aggregate(state, (seen, table) => seen.With(Table(table.Id, Tags(table.Tags), [])));

        var host = FirstHost;
        foreach (var instance in shape.Instances)
        {
            state = state.With(new InstanceResource
            {
                Id = instance.Id,
                ReservationId = ids.New("r"),
                ImageId = LabImages.Default.Id,
                InstanceType = "t3.micro",
                VpcId = vpc.Id,
                SubnetId = subnet.Id,
                Zone = subnet.Zone,
                LaunchTime = now,
                State = InstanceState.Running,
                Tags = Tags(instance.Tags),
            });
            for (var device = 0; device < instance.NetworkInterfaces.Count; device++)
            {
                state = state.With(Interface(
                    instance.NetworkInterfaces[device], new NetworkInterfaceAttachment(ids.New("eni-attach"), instance.Id, device, DeleteOnTermination: true, now)));
            }
        }

        return shape.NetworkInterfaces.Aggregate(state, (seen, eni) => seen.With(Interface(eni, null)));

        RouteTableResource Table(string id, ImmutableSortedDictionary<string, string> tags, ImmutableArray<RouteTableAssociation> associations) => new()
        {
            Id = id,
            VpcId = vpc.Id,
            Routes = [new RouteEntry(block.ToString(), null, IsVpcOwn: true)],
            Associations = associations,
            Tags = tags,
        };

        NetworkInterfaceResource Interface(LabResourceShape eni, NetworkInterfaceAttachment? attachment)
        {
            Require(host < MostHosts, $"A VPC of a shape has at most {MostHosts} network interfaces.");
            return new NetworkInterfaceResource
            {
                Id = eni.Id,
                VpcId = vpc.Id,
                SubnetId = subnet.Id,
                Zone = subnet.Zone,
                PrivateIp = $"10.{index}.{host >> 8}.{host++ & 0xFF}",
                MacAddress = ids.NewMacAddress(),
                GroupIds = [VpcSecurityGroups.LaunchGroupOf(state, vpc)],
                Tags = Tags(eni.Tags),
                Attachment = attachment,
            };
        }
    }

    private static IEnumerable<string> IdsOf(LabVpcShape vpc) =>
    [
        vpc.Id,
        .. vpc.RouteTables.Select(t => t.Id),
        .. vpc.Instances.Select(i => i.Id),
        .. vpc.Instances.SelectMany(i => i.NetworkInterfaces).Concat(vpc.NetworkInterfaces).Select(n => n.Id),
    ];

    private static ImmutableSortedDictionary<string, string> Tags(IReadOnlyDictionary<string, string> tags) => Resource.NoTags.AddRange(tags);

    private static void Require(bool isSo, string problem)
    {
        if (!isSo)
        {
            throw new OverlayIpException("LabOptionInvalid", OverlayErrorKind.InvalidArgument, problem);
        }
    }
}
