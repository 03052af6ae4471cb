using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class InstanceResponseTests
{
    private const string Reservations =
        """
        <reservationSet>
            <item>
                <reservationId>r-1234567890abcdef0</reservationId>
                <ownerId>123456789012</ownerId>
                <requesterId>940372691376</requesterId>
                <groupSet><item><groupId>sg-0</groupId><groupName>classic</groupName></item></groupSet>
                <instancesSet>
                    <item>
                        <instanceId>i-1234567890abcdef0</instanceId>
                        <imageId>ami-1</imageId>
                        <instanceState><code>16</code><name>running</name></instanceState>
                        <privateDnsName>ip-10-0-1-10.eu-west-1.compute.internal</privateDnsName>
                        <dnsName/>
                        <reason/>
                        <keyName>my_keypair</keyName>
                        <amiLaunchIndex>0</amiLaunchIndex>
                        <productCodes/>
                        <instanceType>t4g.micro</instanceType>
                        <launchTime>2024-05-08T16:46:19.000Z</launchTime>
                        <placement><availabilityZone>eu-west-1c</availabilityZone><availabilityZoneId>euw1-az3</availabilityZoneId><groupName/><tenancy>default</tenancy><partitionNumber>2</partitionNumber></placement>
                        <monitoring><state>disabled</state></monitoring>
                        <subnetId>subnet-1</subnetId>
                        <vpcId>vpc-1</vpcId>
                        <privateIpAddress>10.0.1.10</privateIpAddress>
                        <ipAddress>203.0.113.7</ipAddress>
                        <ipv6Address>2001:db8::10</ipv6Address>
                        <sourceDestCheck>false</sourceDestCheck>
                        <groupSet><item><groupId>sg-1</groupId><groupName>web</groupName></item></groupSet>
                        <stateReason><code>Client.UserInitiatedShutdown</code><message>stopped</message></stateReason>
                        <architecture>x86_64</architecture>
                        <rootDeviceType>ebs</rootDeviceType>
                        <rootDeviceName>/dev/xvda</rootDeviceName>
                        <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-1</volumeId><status>attached</status></ebs></item></blockDeviceMapping>
                        <virtualizationType>hvm</virtualizationType>
                        <clientToken>xMcwG14507example</clientToken>
                        <tagSet><item><key>Name</key><value>node-a</value></item></tagSet>
                        <hypervisor>xen</hypervisor>
                        <instanceLifecycle>spot</instanceLifecycle>
                        <spotInstanceRequestId>sir-1</spotInstanceRequestId>
                        <platform>Windows</platform>
                        <platformDetails>Windows</platformDetails>
                        <networkInterfaceSet>
                            <item>
                                <networkInterfaceId>eni-1</networkInterfaceId>
                                <subnetId>subnet-1</subnetId>
                                <vpcId>vpc-1</vpcId>
                                <description>Primary network interface</description>
                                <ownerId>123456789012</ownerId>
                                <status>in-use</status>
                                <macAddress>1b:2b:3c:4d:5e:6f</macAddress>
                                <privateIpAddress>10.0.1.10</privateIpAddress>
                                <privateDnsName>ip-10-0-1-10</privateDnsName>
                                <sourceDestCheck>false</sourceDestCheck>
                                <groupSet><item><groupId>sg-1</groupId><groupName>web</groupName></item></groupSet>
                                <attachment><attachmentId>eni-attach-1</attachmentId><deviceIndex>0</deviceIndex><status>attached</status><attachTime>2024-05-08T16:46:19Z</attachTime><deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment>
                                <association><publicIp>203.0.113.7</publicIp><publicDnsName>ec2-203-0-113-7</publicDnsName><ipOwnerId>amazon</ipOwnerId></association>
                                <privateIpAddressesSet>
                                    <item><privateIpAddress>10.0.1.10</privateIpAddress><primary>true</primary><association><publicIp>203.0.113.7</publicIp></association></item>
                                    <item><privateIpAddress>10.0.1.11</privateIpAddress><primary>false</primary></item>
                                </privateIpAddressesSet>
                                <ipv6AddressesSet><item><ipv6Address>2001:db8::10</ipv6Address><isPrimaryIpv6>true</isPrimaryIpv6></item></ipv6AddressesSet>
                                <interfaceType>interface</interfaceType>
                                <ipv4PrefixSet><item><ipv4Prefix>10.0.1.16/28</ipv4Prefix></item></ipv4PrefixSet>
                                <ipv6PrefixSet><item><ipv6Prefix>2001:db8:1::/80</ipv6Prefix></item></ipv6PrefixSet>
                                <operator><managed>false</managed></operator>
                            </item>
                            <item><networkInterfaceId>eni-2</networkInterfaceId><attachment><deviceIndex>1</deviceIndex></attachment></item>
                        </networkInterfaceSet>
                        <iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/node</arn><id>AIPA1</id></iamInstanceProfile>
                        <ebsOptimized>true</ebsOptimized>
                        <enaSupport>true</enaSupport>
                        <bootMode>uefi-preferred</bootMode>
                        <cpuOptions><coreCount>1</coreCount><threadsPerCore>1</threadsPerCore></cpuOptions>
                        <metadataOptions><state>applied</state><httpTokens>required</httpTokens></metadataOptions>
                        <operator><managed>true</managed><principal>autoscaling.amazonaws.com</principal></operator>
                    </item>
                    <item><instanceId>i-2</instanceId><instanceState><code>272</code><name>shutting-down</name></instanceState></item>
                </instancesSet>
            </item>
        </reservationSet>
        """;

    private static async Task<List<Reservation>> DescribeAsync()
    {
        using var client = new FakeEc2().AnswerWith("DescribeInstances", Reservations).Client();
        return (await client.DescribeInstancesAsync()).Reservations!;
    }

    [Fact]
    public async Task Reservations_are_read_with_the_names_of_their_groups()
    {
        var reservation = Assert.Single(await DescribeAsync());

        Assert.Equal(
            ("r-1234567890abcdef0", "123456789012", "940372691376"),
            (reservation.ReservationId, reservation.OwnerId, reservation.RequesterId));
        Assert.Equal("sg-0", Assert.Single(reservation.Groups!).GroupId);
        Assert.Equal(["classic"], reservation.GroupNames!);
        Assert.Equal(["i-1234567890abcdef0", "i-2"], reservation.Instances!.Select(instance => instance.InstanceId));
    }

    [Fact]
    public async Task Instances_are_read_with_what_overlay_routing_needs()
    {
        var instances = (await DescribeAsync())[0].Instances!;
        var instance = instances[0];

        Assert.Equal((16, InstanceStateName.Running), (instance.State!.Code, instance.State.Name));
        Assert.Equal(InstanceStateName.ShuttingDown, instances[1].State!.Name);
        Assert.Equal(
            ("vpc-1", "subnet-1", "ami-1", "t4g.micro"),
            (instance.VpcId, instance.SubnetId, instance.ImageId, instance.InstanceType!.Value));
        Assert.Equal(
            ("10.0.1.10", "203.0.113.7", "2001:db8::10"),
            (instance.PrivateIpAddress, instance.PublicIpAddress, instance.Ipv6Address));
        Assert.Equal(
            ("ip-10-0-1-10.eu-west-1.compute.internal", "", ""),
            (instance.PrivateDnsName, instance.PublicDnsName, instance.StateTransitionReason));
        Assert.Equal(
            ("eu-west-1c", "euw1-az3", "", 2),
            (instance.Placement!.AvailabilityZone, instance.Placement.AvailabilityZoneId, instance.Placement.GroupName, instance.Placement.PartitionNumber));
        Assert.Equal(Tenancy.Default, instance.Placement.Tenancy);
        Assert.False(instance.SourceDestCheck);
        Assert.Null(instances[1].SourceDestCheck);
        Assert.Equal(("sg-1", "web"), (instance.SecurityGroups![0].GroupId, instance.SecurityGroups[0].GroupName));
        Assert.Equal(("Name", "node-a"), (instance.Tags![0].Key, instance.Tags[0].Value));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), instance.LaunchTime);
        Assert.Equal(DateTimeKind.Utc, instance.LaunchTime!.Value.Kind);
        Assert.Null(instances[1].LaunchTime);
    }

    [Fact]
    public async Task Instances_are_read_with_what_an_inventory_shows()
    {
        var instance = (await DescribeAsync())[0].Instances![0];

        Assert.Equal(("Client.UserInitiatedShutdown", "stopped"), (instance.StateReason!.Code, instance.StateReason.Message));
        Assert.Equal(
            (ArchitectureValues.X86_64, VirtualizationType.Hvm, HypervisorType.Xen),
            (instance.Architecture, instance.VirtualizationType, instance.Hypervisor));
        Assert.Equal(
            (PlatformValues.Windows, "Windows", InstanceLifecycleType.Spot, "sir-1"),
            (instance.Platform, instance.PlatformDetails, instance.InstanceLifecycle, instance.SpotInstanceRequestId));
        Assert.Equal(("my_keypair", 0, "xMcwG14507example"), (instance.KeyName, instance.AmiLaunchIndex, instance.ClientToken));
        Assert.Equal(
            (DeviceType.Ebs, "/dev/xvda", BootModeValues.UefiPreferred),
            (instance.RootDeviceType, instance.RootDeviceName, instance.BootMode));
        Assert.Equal((true, true, MonitoringState.Disabled), (instance.EbsOptimized, instance.EnaSupport, instance.Monitoring!.State));
        Assert.Equal(
            ("arn:aws:iam::123456789012:instance-profile/node", "AIPA1"),
            (instance.IamInstanceProfile!.Arn, instance.IamInstanceProfile.Id));
        Assert.Equal((true, "autoscaling.amazonaws.com"), (instance.Operator!.Managed, instance.Operator.Principal));
    }

    [Fact]
    public async Task The_interfaces_of_an_instance_are_read()
    {
        var interfaces = (await DescribeAsync())[0].Instances![0].NetworkInterfaces!;
        var first = interfaces[0];

        Assert.Equal(["eni-1", "eni-2"], interfaces.Select(eni => eni.NetworkInterfaceId));
        Assert.Equal([0, 1], interfaces.Select(eni => eni.Attachment!.DeviceIndex));
        Assert.Equal((NetworkInterfaceStatus.InUse, "interface", false), (first.Status, first.InterfaceType, first.SourceDestCheck));
        Assert.Equal(
            ("subnet-1", "vpc-1", "123456789012", "1b:2b:3c:4d:5e:6f"),
            (first.SubnetId, first.VpcId, first.OwnerId, first.MacAddress));
        Assert.Equal(
            ("10.0.1.10", "ip-10-0-1-10", "Primary network interface"),
            (first.PrivateIpAddress, first.PrivateDnsName, first.Description));
        Assert.Equal(
            ("eni-attach-1", AttachmentStatus.Attached, true, 0),
            (first.Attachment!.AttachmentId, first.Attachment.Status, first.Attachment.DeleteOnTermination, first.Attachment.NetworkCardIndex));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), first.Attachment.AttachTime);
        Assert.Equal(
            ("203.0.113.7", "ec2-203-0-113-7", "amazon"),
            (first.Association!.PublicIp, first.Association.PublicDnsName, first.Association.IpOwnerId));
        Assert.Equal(
            [("10.0.1.10", true), ("10.0.1.11", false)],
            first.PrivateIpAddresses!.Select(address => (address.PrivateIpAddress, address.Primary)));
        Assert.Equal("203.0.113.7", first.PrivateIpAddresses![0].Association!.PublicIp);
        Assert.Equal(("2001:db8::10", true), (first.Ipv6Addresses![0].Ipv6Address, first.Ipv6Addresses[0].IsPrimaryIpv6));
        Assert.Equal(("10.0.1.16/28", "2001:db8:1::/80"), (first.Ipv4Prefixes![0].Ipv4Prefix, first.Ipv6Prefixes![0].Ipv6Prefix));
        Assert.Equal("sg-1", first.Groups![0].GroupId);
        Assert.False(first.Operator!.Managed);
    }

    [Fact]
    public async Task An_attribute_is_read_into_an_object_of_its_own()
    {
        using var client = new FakeEc2()
            .AnswerWith("DescribeInstanceAttribute", "<instanceId>i-1</instanceId><sourceDestCheck><value>false</value></sourceDestCheck>")
            .Client();

        var response = await client.DescribeInstanceAttributeAsync(new DescribeInstanceAttributeRequest("i-1", InstanceAttributeName.SourceDestCheck));

        Assert.Equal(("i-1", false), (response.InstanceAttribute!.InstanceId, response.InstanceAttribute.SourceDestCheck));
        Assert.Null(response.InstanceAttribute.EbsOptimized);
        Assert.Equal("59dbff89-35bd-4eac-99ed-be587EXAMPLE", response.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task Attributes_of_every_kind_are_unwrapped()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeInstanceAttribute",
                """
                <instanceId>i-1</instanceId><instanceType><value>t3.micro</value></instanceType><kernel/><ramdisk><value/></ramdisk>
                <disableApiTermination><value>true</value></disableApiTermination><disableApiStop><value>false</value></disableApiStop>
                <ebsOptimized><extra>1</extra><value>true</value></ebsOptimized><enaSupport><value>true</value></enaSupport>
                <instanceInitiatedShutdownBehavior><value>stop</value></instanceInitiatedShutdownBehavior>
                <rootDeviceName><value>/dev/xvda</value></rootDeviceName><sriovNetSupport><value>simple</value></sriovNetSupport>
                <userData><value>dQ==</value></userData><groupSet><item><groupId>sg-1</groupId></item></groupSet><productCodes/>
                """)
            .Client();

        var attribute = (await client.DescribeInstanceAttributeAsync(new DescribeInstanceAttributeRequest())).InstanceAttribute!;

        Assert.Equal(
            ("t3.micro", null, "stop", "/dev/xvda", "simple", "dQ=="),
            (attribute.InstanceType, attribute.KernelId, attribute.InstanceInitiatedShutdownBehavior, attribute.RootDeviceName, attribute.SriovNetSupport, attribute.UserData));
        Assert.Equal(
            (true, false, true, true),
            (attribute.DisableApiTermination, attribute.DisableApiStop, attribute.EbsOptimized, attribute.EnaSupport));
        Assert.Null(attribute.SourceDestCheck);
        Assert.Equal("sg-1", Assert.Single(attribute.Groups!).GroupId);
    }

    [Fact]
    public async Task A_modification_answers_with_its_metadata()
    {
        using var client = new FakeEc2().AnswerWith("ModifyInstanceAttribute", "<return>true</return>").Client();

        var response = await client.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest());

        Assert.Equal("59dbff89-35bd-4eac-99ed-be587EXAMPLE", response.ResponseMetadata.RequestId);
    }
}
