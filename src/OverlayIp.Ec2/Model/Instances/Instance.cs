using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An instance.</summary>
public class Instance : IXmlShape
{
    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Whether it is running, stopped, or on the way there.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Why the state last changed.</summary>
    public StateReason? StateReason { get; set; }

    /// <summary>Why the state last changed, as text.</summary>
    public string? StateTransitionReason { get; set; }

    /// <summary>The instance type, such as <c>t4g.micro</c>.</summary>
    public InstanceType? InstanceType { get; set; }

    /// <summary>Spot, scheduled or capacity block; null for on-demand.</summary>
    public InstanceLifecycleType? InstanceLifecycle { get; set; }

    /// <summary>The machine image, <c>ami-…</c>.</summary>
    public string? ImageId { get; set; }

    /// <summary>When it was last started, in UTC.</summary>
    public DateTime? LaunchTime { get; set; }

    /// <summary>Where it runs.</summary>
    public Placement? Placement { get; set; }

    /// <summary>The VPC, <c>vpc-…</c>.</summary>
    public string? VpcId { get; set; }

    /// <summary>The subnet, <c>subnet-…</c>.</summary>
    public string? SubnetId { get; set; }

    /// <summary>The primary private IPv4 address.</summary>
    public string? PrivateIpAddress { get; set; }

    /// <summary>The private DNS name.</summary>
    public string? PrivateDnsName { get; set; }

    /// <summary>The public IPv4 address.</summary>
    public string? PublicIpAddress { get; set; }

    /// <summary>The public DNS name.</summary>
    public string? PublicDnsName { get; set; }

    /// <summary>The primary IPv6 address.</summary>
    public string? Ipv6Address { get; set; }

    /// <summary>
    /// Whether packets neither from nor to the instance are dropped: the setting of its primary interface. Overlay
    /// addresses need false.
    /// </summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The interfaces of this page.</summary>
    public List<InstanceNetworkInterface>? NetworkInterfaces { get; set; } = InitialList.Of<InstanceNetworkInterface>();

    /// <summary>The security groups.</summary>
    public List<GroupIdentifier>? SecurityGroups { get; set; } = InitialList.Of<GroupIdentifier>();

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    /// <summary>Its number in its launch.</summary>
    public int? AmiLaunchIndex { get; set; }

    /// <summary>The CPU architecture.</summary>
    public ArchitectureValues? Architecture { get; set; }

    /// <summary>The boot mode of its image.</summary>
    public BootModeValues? BootMode { get; set; }

    /// <summary>The idempotency token of its launch.</summary>
    public string? ClientToken { get; set; }

    /// <summary>Whether it is optimized for EBS.</summary>
    public bool? EbsOptimized { get; set; }

    /// <summary>Whether enhanced networking with ENA is on.</summary>
    public bool? EnaSupport { get; set; }

    /// <summary>The hypervisor.</summary>
    public HypervisorType? Hypervisor { get; set; }

    /// <summary>The instance profile.</summary>
    public IamInstanceProfile? IamInstanceProfile { get; set; }

    /// <summary>The kernel.</summary>
    public string? KernelId { get; set; }

    /// <summary>The key pair.</summary>
    public string? KeyName { get; set; }

    /// <summary>Whether detailed monitoring is on.</summary>
    public Monitoring? Monitoring { get; set; }

    /// <summary>The AWS service that manages it, if any.</summary>
    public OperatorResponse? Operator { get; set; }

    /// <summary>The ARN of the Outpost.</summary>
    public string? OutpostArn { get; set; }

    /// <summary><c>Windows</c>, or null.</summary>
    public PlatformValues? Platform { get; set; }

    /// <summary>The billing platform, such as <c>Linux/UNIX</c>.</summary>
    public string? PlatformDetails { get; set; }

    /// <summary>The RAM disk.</summary>
    public string? RamdiskId { get; set; }

    /// <summary>The root device, such as <c>/dev/xvda</c>.</summary>
    public string? RootDeviceName { get; set; }

    /// <summary>What the root device is on.</summary>
    public DeviceType? RootDeviceType { get; set; }

    /// <summary>The Spot request, <c>sir-…</c>.</summary>
    public string? SpotInstanceRequestId { get; set; }

    /// <summary><c>simple</c> when enhanced networking by SR-IOV is on.</summary>
    public string? SriovNetSupport { get; set; }

    /// <summary>The virtualization type.</summary>
    public VirtualizationType? VirtualizationType { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "instanceState":
                State = xml.Shape<InstanceState>();
                break;
            case "stateReason":
                StateReason = xml.Shape<StateReason>();
                break;
            case "reason":
                StateTransitionReason = xml.String();
                break;
            case "instanceType":
                InstanceType = xml.String();
                break;
            case "instanceLifecycle":
                InstanceLifecycle = xml.String();
                break;
            case "imageId":
                ImageId = xml.String();
                break;
            case "launchTime":
                LaunchTime = xml.Time();
                break;
            case "placement":
                Placement = xml.Shape<Placement>();
                break;
            case "vpcId":
                VpcId = xml.String();
                break;
            case "subnetId":
                SubnetId = xml.String();
                break;
            case "privateIpAddress":
                PrivateIpAddress = xml.String();
                break;
            case "privateDnsName":
                PrivateDnsName = xml.String();
                break;
            case "ipAddress":
                PublicIpAddress = xml.String();
                break;
            case "dnsName":
                PublicDnsName = xml.String();
                break;
            case "ipv6Address":
                Ipv6Address = xml.String();
                break;
            case "sourceDestCheck":
                SourceDestCheck = xml.Bool();
                break;
            case "networkInterfaceSet":
                NetworkInterfaces = xml.List(NetworkInterfaces);
                break;
            case "groupSet":
                SecurityGroups = xml.List(SecurityGroups);
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
            case "amiLaunchIndex":
                AmiLaunchIndex = xml.Int();
                break;
            case "architecture":
                Architecture = xml.String();
                break;
            case "bootMode":
                BootMode = xml.String();
                break;
            case "clientToken":
                ClientToken = xml.String();
                break;
            case "ebsOptimized":
                EbsOptimized = xml.Bool();
                break;
            case "enaSupport":
                EnaSupport = xml.Bool();
                break;
            case "hypervisor":
                Hypervisor = xml.String();
                break;
            case "iamInstanceProfile":
                IamInstanceProfile = xml.Shape<IamInstanceProfile>();
                break;
            case "kernelId":
                KernelId = xml.String();
                break;
            case "keyName":
                KeyName = xml.String();
                break;
            case "monitoring":
                Monitoring = xml.Shape<Monitoring>();
                break;
            case "operator":
                Operator = xml.Shape<OperatorResponse>();
                break;
            case "outpostArn":
                OutpostArn = xml.String();
                break;
            case "platform":
                Platform = xml.String();
                break;
            case "platformDetails":
                PlatformDetails = xml.String();
                break;
            case "ramdiskId":
                RamdiskId = xml.String();
                break;
            case "rootDeviceName":
                RootDeviceName = xml.String();
                break;
            case "rootDeviceType":
                RootDeviceType = xml.String();
                break;
            case "spotInstanceRequestId":
                SpotInstanceRequestId = xml.String();
                break;
            case "sriovNetSupport":
                SriovNetSupport = xml.String();
                break;
            case "virtualizationType":
                VirtualizationType = xml.String();
                break;
        }
    }
}
