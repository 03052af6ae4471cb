using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class NetworkResponseTests
{
    [Fact]
    public async Task Network_interfaces_are_read_with_all_their_members()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeNetworkInterfaces",
                """
                <networkInterfaceSet>
                    <item>
                        <networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>
                        <availabilityZone>eu-west-1a</availabilityZone><availabilityZoneId>euw1-az1</availabilityZoneId>
                        <description>ELB net/x</description><ownerId>123456789012</ownerId>
                        <requesterId>amazon-elb</requesterId><requesterManaged>true</requesterManaged>
                        <status>in-use</status><macAddress>02:11:22:33:44:55</macAddress>
                        <privateIpAddress>10.0.0.5</privateIpAddress><privateDnsName>ip-10-0-0-5</privateDnsName><publicDnsName>ec2-1</publicDnsName>
                        <sourceDestCheck>true</sourceDestCheck>
                        <groupSet><item><groupId>sg-1</groupId><groupName>g</groupName></item></groupSet>
                        <attachment>
                            <attachmentId>eni-attach-1</attachmentId><instanceId>i-1</instanceId><instanceOwnerId>123456789012</instanceOwnerId>
                            <deviceIndex>1</deviceIndex><networkCardIndex>0</networkCardIndex><status>attached</status>
                            <attachTime>2024-05-08T16:46:19.000Z</attachTime><deleteOnTermination>false</deleteOnTermination><enaQueueCount>4</enaQueueCount>
                        </attachment>
                        <association>
                            <allocationId>eipalloc-1</allocationId><associationId>eipassoc-1</associationId><publicIp>203.0.113.7</publicIp>
                            <publicDnsName>ec2-1</publicDnsName><ipOwnerId>amazon</ipOwnerId><carrierIp>c</carrierIp><customerOwnedIp>o</customerOwnedIp>
                        </association>
                        <tagSet><item><key>Name</key><value>n</value></item></tagSet>
                        <privateIpAddressesSet>
                            <item><privateIpAddress>10.0.0.5</privateIpAddress><privateDnsName>d</privateDnsName><primary>true</primary><association><publicIp>203.0.113.7</publicIp></association></item>
                        </privateIpAddressesSet>
                        <ipv6AddressesSet><item><ipv6Address>2001:db8::5</ipv6Address><isPrimaryIpv6>false</isPrimaryIpv6></item></ipv6AddressesSet>
                        <ipv6Address>2001:db8::5</ipv6Address><ipv6Native>false</ipv6Native><denyAllIgwTraffic>true</denyAllIgwTraffic>
                        <ipv4PrefixSet><item><ipv4Prefix>10.0.0.16/28</ipv4Prefix></item></ipv4PrefixSet>
                        <ipv6PrefixSet><item><ipv6Prefix>2001:db8:1::/80</ipv6Prefix></item></ipv6PrefixSet>
                        <associatedSubnetSet><item>subnet-1</item><item>subnet-2</item></associatedSubnetSet>
                        <interfaceType>network_load_balancer</interfaceType>
                        <connectionTrackingConfiguration><tcpEstablishedTimeout>350</tcpEstablishedTimeout></connectionTrackingConfiguration>
                        <operator><managed>false</managed></operator>
                    </item>
                    <item><networkInterfaceId>eni-2</networkInterfaceId><status>available</status><groupSet/><tagSet/></item>
                </networkInterfaceSet>
                """)
            .Client();

        var interfaces = (await client.DescribeNetworkInterfacesAsync()).NetworkInterfaces!;

        var eni = interfaces[0];
        Assert.Equal(
            ("eni-1", "subnet-1", "vpc-1", "eu-west-1a", "euw1-az1"),
            (eni.NetworkInterfaceId, eni.SubnetId, eni.VpcId, eni.AvailabilityZone, eni.AvailabilityZoneId));
        Assert.Equal(
            ("ELB net/x", "123456789012", "amazon-elb", true),
            (eni.Description, eni.OwnerId, eni.RequesterId, eni.RequesterManaged));
        Assert.Equal(
            (NetworkInterfaceStatus.InUse, NetworkInterfaceType.Network_load_balancer, true),
            (eni.Status, eni.InterfaceType, eni.SourceDestCheck));
        Assert.Equal(
            ("02:11:22:33:44:55", "10.0.0.5", "ip-10-0-0-5", "ec2-1"),
            (eni.MacAddress, eni.PrivateIpAddress, eni.PrivateDnsName, eni.PublicDnsName));
        Assert.Equal(
            ("eni-attach-1", "i-1", "123456789012", 1, 0),
            (eni.Attachment!.AttachmentId, eni.Attachment.InstanceId, eni.Attachment.InstanceOwnerId, eni.Attachment.DeviceIndex, eni.Attachment.NetworkCardIndex));
        Assert.Equal(
            (AttachmentStatus.Attached, false, 4),
            (eni.Attachment.Status, eni.Attachment.DeleteOnTermination, eni.Attachment.EnaQueueCount));
        Assert.Equal(new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc), eni.Attachment.AttachTime);
        Assert.Equal(
            ("eipalloc-1", "eipassoc-1", "203.0.113.7", "ec2-1"),
            (eni.Association!.AllocationId, eni.Association.AssociationId, eni.Association.PublicIp, eni.Association.PublicDnsName));
        Assert.Equal(("amazon", "c", "o"), (eni.Association.IpOwnerId, eni.Association.CarrierIp, eni.Association.CustomerOwnedIp));
        Assert.Equal(("Name", "n"), (eni.TagSet![0].Key, eni.TagSet[0].Value));
        var address = Assert.Single(eni.PrivateIpAddresses!);
        Assert.Equal(
            ("10.0.0.5", "d", true, "203.0.113.7"),
            (address.PrivateIpAddress, address.PrivateDnsName, address.Primary, address.Association!.PublicIp));
        Assert.Equal(("2001:db8::5", false), (eni.Ipv6Addresses![0].Ipv6Address, eni.Ipv6Addresses[0].IsPrimaryIpv6));
        Assert.Equal(("2001:db8::5", false, true), (eni.Ipv6Address, eni.Ipv6Native, eni.DenyAllIgwTraffic));
        Assert.Equal(("10.0.0.16/28", "2001:db8:1::/80"), (eni.Ipv4Prefixes![0].Ipv4Prefix, eni.Ipv6Prefixes![0].Ipv6Prefix));
        Assert.Equal(["subnet-1", "subnet-2"], eni.AssociatedSubnets!);
        Assert.Equal("sg-1", Assert.Single(eni.Groups!).GroupId);

        var free = interfaces[1];
        Assert.Equal(NetworkInterfaceStatus.Available, free.Status);
        Assert.Null(free.Attachment);
        Assert.Null(free.Groups);
        Assert.Null(free.TagSet);
        Assert.Null(free.AssociatedSubnets);
    }

    [Fact]
    public async Task A_modified_interface_answers_with_its_metadata()
    {
        using var client = new FakeEc2().AnswerWith("ModifyNetworkInterfaceAttribute", "<return>true</return>").Client();

        var response = await client.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest());

        Assert.Equal("59dbff89-35bd-4eac-99ed-be587EXAMPLE", response.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task Vpcs_are_read_with_all_their_blocks()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeVpcs",
                """
                <vpcSet>
                    <item>
                        <vpcId>vpc-1</vpcId><ownerId>123456789012</ownerId><state>available</state><cidrBlock>10.0.0.0/16</cidrBlock>
                        <cidrBlockAssociationSet>
                            <item><cidrBlock>10.0.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-1</associationId><cidrBlockState><state>associated</state></cidrBlockState></item>
                            <item><cidrBlock>10.1.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-2</associationId><cidrBlockState><state>failing</state><statusMessage>m</statusMessage></cidrBlockState></item>
                        </cidrBlockAssociationSet>
                        <ipv6CidrBlockAssociationSet>
                            <item>
                                <ipv6CidrBlock>2001:db8::/56</ipv6CidrBlock><associationId>vpc-cidr-assoc-3</associationId><ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState>
                                <networkBorderGroup>eu-west-1</networkBorderGroup><ipv6Pool>Amazon</ipv6Pool><ipv6AddressAttribute>public</ipv6AddressAttribute><ipSource>amazon</ipSource>
                            </item>
                        </ipv6CidrBlockAssociationSet>
                        <dhcpOptionsId>dopt-1</dhcpOptionsId><instanceTenancy>default</instanceTenancy><isDefault>false</isDefault>
                        <blockPublicAccessStates><internetGatewayBlockMode>block-ingress</internetGatewayBlockMode></blockPublicAccessStates>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                </vpcSet>
                """)
            .Client();

        var vpc = Assert.Single((await client.DescribeVpcsAsync()).Vpcs!);

        Assert.Equal(("vpc-1", "123456789012", VpcState.Available, "10.0.0.0/16"), (vpc.VpcId, vpc.OwnerId, vpc.State, vpc.CidrBlock));
        Assert.Equal(["10.0.0.0/16", "10.1.0.0/16"], vpc.CidrBlockAssociationSet!.Select(block => block.CidrBlock));
        Assert.Equal(
            ("vpc-cidr-assoc-2", VpcCidrBlockStateCode.Failing, "m"),
            (vpc.CidrBlockAssociationSet![1].AssociationId, vpc.CidrBlockAssociationSet[1].CidrBlockState!.State, vpc.CidrBlockAssociationSet[1].CidrBlockState!.StatusMessage));
        var ipv6 = Assert.Single(vpc.Ipv6CidrBlockAssociationSet!);
        Assert.Equal(
            ("2001:db8::/56", "vpc-cidr-assoc-3", VpcCidrBlockStateCode.Associated),
            (ipv6.Ipv6CidrBlock, ipv6.AssociationId, ipv6.Ipv6CidrBlockState!.State));
        Assert.Equal(
            ("eu-west-1", "Amazon", Ipv6AddressAttribute.Public, IpSource.Amazon),
            (ipv6.NetworkBorderGroup, ipv6.Ipv6Pool, ipv6.Ipv6AddressAttribute, ipv6.IpSource));
        Assert.Equal(("dopt-1", Tenancy.Default, false), (vpc.DhcpOptionsId, vpc.InstanceTenancy, vpc.IsDefault));
        Assert.Equal(BlockPublicAccessMode.BlockIngress, vpc.BlockPublicAccessStates!.InternetGatewayBlockMode);
        Assert.Equal(("k", "v"), (vpc.Tags![0].Key, vpc.Tags[0].Value));
    }

    [Fact]
    public async Task Subnets_are_read_with_all_their_members()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeSubnets",
                """
                <subnetSet>
                    <item>
                        <subnetId>subnet-1</subnetId><subnetArn>arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1</subnetArn><state>available</state>
                        <ownerId>123456789012</ownerId><vpcId>vpc-1</vpcId><cidrBlock>10.0.1.0/24</cidrBlock>
                        <ipv6CidrBlockAssociationSet>
                            <item><ipv6CidrBlock>2001:db8:1::/64</ipv6CidrBlock><associationId>subnet-cidr-assoc-1</associationId><ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState></item>
                        </ipv6CidrBlockAssociationSet>
                        <availableIpAddressCount>251</availableIpAddressCount><availabilityZone>eu-west-1a</availabilityZone><availabilityZoneId>euw1-az1</availabilityZoneId>
                        <defaultForAz>false</defaultForAz><mapPublicIpOnLaunch>true</mapPublicIpOnLaunch><assignIpv6AddressOnCreation>false</assignIpv6AddressOnCreation>
                        <enableDns64>true</enableDns64><ipv6Native>false</ipv6Native>
                        <privateDnsNameOptionsOnLaunch><hostnameType>ip-name</hostnameType></privateDnsNameOptionsOnLaunch>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                </subnetSet>
                """)
            .Client();

        var subnet = Assert.Single((await client.DescribeSubnetsAsync()).Subnets!);

        Assert.Equal(
            ("subnet-1", SubnetState.Available, "123456789012", "vpc-1", "10.0.1.0/24"),
            (subnet.SubnetId, subnet.State, subnet.OwnerId, subnet.VpcId, subnet.CidrBlock));
        Assert.Equal(("eu-west-1a", "euw1-az1", 251), (subnet.AvailabilityZone, subnet.AvailabilityZoneId, subnet.AvailableIpAddressCount));
        Assert.Equal(
            (false, true, false, true, false),
            (subnet.DefaultForAz, subnet.MapPublicIpOnLaunch, subnet.AssignIpv6AddressOnCreation, subnet.EnableDns64, subnet.Ipv6Native));
        var ipv6 = Assert.Single(subnet.Ipv6CidrBlockAssociationSet!);
        Assert.Equal(
            ("2001:db8:1::/64", "subnet-cidr-assoc-1", SubnetCidrBlockStateCode.Associated),
            (ipv6.Ipv6CidrBlock, ipv6.AssociationId, ipv6.Ipv6CidrBlockState!.State));
        Assert.Equal("arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1", subnet.SubnetArn);
        Assert.Equal(("k", "v"), (subnet.Tags![0].Key, subnet.Tags[0].Value));
    }

    [Fact]
    public async Task Regions_are_read()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeRegions",
                "<regionInfo><item><regionName>eu-west-1</regionName><regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint><optInStatus>opt-in-not-required</optInStatus></item></regionInfo>")
            .Client();

        var region = Assert.Single((await client.DescribeRegionsAsync()).Regions!);

        Assert.Equal(
            ("eu-west-1", "ec2.eu-west-1.amazonaws.com", "opt-in-not-required"),
            (region.RegionName, region.Endpoint, region.OptInStatus));
    }
}
