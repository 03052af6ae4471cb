using System.Collections.Immutable;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>RunInstances.</summary>
internal static class RunInstancesAction
{
    private const string Used =
        "ImageId MinCount MaxCount InstanceType KeyName SubnetId PrivateIpAddress SecurityGroupId.N Ipv6AddressCount "
        + "Ipv6Address.N.Ipv6Address Ipv6Address.N.IsPrimaryIpv6 UserData ClientToken DisableApiTermination DisableApiStop Placement.AvailabilityZone "
        + "MetadataOptions.HttpTokens MetadataOptions.HttpEndpoint MetadataOptions.InstanceMetadataTags "
        + "NetworkInterface.N.DeviceIndex NetworkInterface.N.NetworkInterfaceId NetworkInterface.N.DeleteOnTermination ";

    // What concerns disks, capacity and billing has no meaning for an instance that is only a name in a VPC. It is
    // taken, so that the launch commands of real runbooks work as they are.
    private const string WithoutEffect =
        "Monitoring.Enabled EbsOptimized InstanceInitiatedShutdownBehavior "
        + "BlockDeviceMapping.N.DeviceName BlockDeviceMapping.N.VirtualName BlockDeviceMapping.N.NoDevice BlockDeviceMapping.N.Ebs.DeleteOnTermination "
        + "BlockDeviceMapping.N.Ebs.VolumeSize BlockDeviceMapping.N.Ebs.VolumeType BlockDeviceMapping.N.Ebs.Encrypted BlockDeviceMapping.N.Ebs.Iops "
        + "BlockDeviceMapping.N.Ebs.Throughput BlockDeviceMapping.N.Ebs.SnapshotId BlockDeviceMapping.N.Ebs.KmsKeyId "
        + "MetadataOptions.HttpPutResponseHopLimit MetadataOptions.HttpProtocolIpv6 Placement.Tenancy Placement.GroupName CreditSpecification.CpuCredits CpuOptions.CoreCount "
        + "CpuOptions.ThreadsPerCore MaintenanceOptions.AutoRecovery PrivateDnsNameOptions.HostnameType "
        + "PrivateDnsNameOptions.EnableResourceNameDnsARecord PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord "
        + "NetworkInterface.N.AssociatePublicIpAddress NetworkInterface.N.NetworkCardIndex ";

    public static void Register(ActionTable table) => table.Add(
        "RunInstances",
        Run,
        Used + InstanceProfileParameters.Names + " " + WithoutEffect + string.Join(' ', NewInterface.ParameterNames.Select(name => "NetworkInterface.N." + name)) + " " + TagParameters.Names);

    private static Action<Ec2Xml> Run(ActionContext context)
    {
        var parameters = context.Parameters;
        var imageId = ResourceKind.Image.RequireWellFormed(parameters.Required("ImageId"));
        var most = Counts(parameters);
        var tags = TagParameters.OfNew(parameters, ResourceKind.Instance, "network-interface", "volume", "spot-instances-request");
        var interfaceTags = TagParameters.OfNew(parameters, ResourceKind.NetworkInterface, "instance", "volume", "spot-instances-request");
        var interfaces = LaunchInterface.ReadAll(parameters);
        var profile = InstanceProfileParameters.Read(context);
        context.AuthorizePassing(profile?.Role?.Arn, Resources(context, imageId, interfaces));
        if (LabImages.All.All(image => image.Id != imageId))
        {
            throw ResourceKind.Image.NotFound(imageId);
        }

        if (most > 1 && interfaces.Any(wanted => wanted.IsSingular))
        {
            throw Ec2Errors.InvalidParameterCombination("Network interfaces and private IP addresses may not be specified when launching multiple instances.");
        }

        var template = Template(context, imageId, tags);
        var (state, ids) = context.Mutate(before => Idempotency.Once(context, before, current =>
        {
            var made = ImmutableArray.CreateBuilder<string>();
            for (var index = 0; index < most; index++)
            {
                var instance = template with
                {
                    Id = context.Ids.New(ResourceKind.Instance.Prefix),
                    LaunchIndex = index,
                    IamInstanceProfile = profile is null ? null : InstanceProfileActions.New(context.Ids, profile),
                };
                current = Launch(context, current, instance, interfaces, interfaceTags);
                made.Add(instance.Id);
            }

            return (current, made.ToImmutable());
        }));
        return xml => InstanceXml.WriteReservation(context, xml, state, state.Instance(ids[0]).ReservationId, ids.Select(id => state.Instance(id)));
    }

    // A launch is authorised for all that it makes and uses: every part of it must be allowed.
    private static string[] Resources(ActionContext context, string imageId, IReadOnlyList<LaunchInterface> interfaces)
    {
        var resources = new List<string> { "instance/*", $"image/{imageId}" };
        foreach (var wanted in interfaces)
        {
            if (wanted.New is not { } made)
            {
                resources.Add($"network-interface/{wanted.ExistingId}");
                continue;
            }

            var subnet = context.Present.Subnets.GetValueOrDefault(made.SubnetId);
            var groups = made.GroupIds.Count == 0 && subnet is not null ? [VpcSecurityGroups.LaunchGroupOf(context.Present, context.Present.Vpc(subnet.VpcId))] : made.GroupIds;
            resources.AddRange(["network-interface/*", $"subnet/{made.SubnetId}", .. groups.Select(group => $"security-group/{group}")]);
        }

        // The root volume, which the lab does not have, but a policy for EC2 must allow.
        resources.Add("volume/*");
        if (context.Parameters.Optional("KeyName") is { Length: > 0 } key)
        {
            resources.Add($"key-pair/{key}");
        }

        return resources.Distinct(StringComparer.Ordinal).ToArray();
    }

    private static LabState Launch(
        ActionContext context,
        LabState state,
        InstanceResource instance,
        IReadOnlyList<LaunchInterface> interfaces,
        ImmutableSortedDictionary<string, string> interfaceTags)
    {
        foreach (var wanted in interfaces.OrderBy(wanted => wanted.DeviceIndex))
        {
            var eni = wanted.Resolve(state, context.Ids);
            eni = eni with
            {
                Tags = wanted.ExistingId is null ? interfaceTags : eni.Tags,
                Attachment = new NetworkInterfaceAttachment(
                    context.Ids.New("eni-attach"), instance.Id, wanted.DeviceIndex, wanted.DeleteOnTermination, context.Now),
            };
            state = state.With(eni);
            if (wanted.DeviceIndex == 0)
            {
                instance = instance with { VpcId = eni.VpcId, SubnetId = eni.SubnetId, Zone = eni.Zone };
                RequireZone(context, instance);
            }
            else if (eni.Zone != instance.Zone)
            {
                throw Ec2Errors.InvalidParameterCombination("All network interfaces must be in the same availability zone");
            }
        }

        return state.With(instance);
    }

    private static void RequireZone(ActionContext context, InstanceResource instance)
    {
        if (context.Parameters.Optional("Placement.AvailabilityZone") is { Length: > 0 } zone && zone != instance.Zone)
        {
            throw Ec2Errors.InvalidParameterValue($"The availability zone '{zone}' does not match the availability zone of subnet '{instance.SubnetId}'");
        }
    }

    private static InstanceResource Template(ActionContext context, string imageId, ImmutableSortedDictionary<string, string> tags) => new InstanceResource
    {
        Id = "",
        ReservationId = context.Ids.New("r"),
        ImageId = imageId,
        InstanceType = context.Parameters.Optional("InstanceType") ?? "m1.small",
        VpcId = "",
        SubnetId = "",
        Zone = "",
        LaunchTime = context.Now,
        State = InstanceState.Pending,
        TransitionDue = context.Now + context.Account.TransitionDelay,
        ClientToken = context.Parameters.Optional("ClientToken"),
        KeyName = context.Parameters.Optional("KeyName"),
        DisableApiTermination = context.Parameters.Boolean("DisableApiTermination"),
        DisableApiStop = context.Parameters.Boolean("DisableApiStop"),
        UserData = context.Parameters.Optional("UserData"),
        Tags = tags,
    }.With(MetadataParameters.Read(context.Parameters, "MetadataOptions."));

    private static int Counts(QueryParameters parameters)
    {
        var least = parameters.RequiredInteger("MinCount");
        var most = parameters.RequiredInteger("MaxCount");
        if (least < 1)
        {
            throw Ec2Errors.InvalidParameterValue($"Value ({least}) for parameter minCount is invalid. It must be at least 1.");
        }

        return most >= least
            ? most
            : throw Ec2Errors.InvalidParameterCombination("The minCount may not exceed the maxCount");
    }
}
