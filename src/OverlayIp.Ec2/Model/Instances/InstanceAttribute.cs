using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>An instance with the one attribute that was asked for.</summary>
public class InstanceAttribute : IXmlShape
{
    /// <summary>The instance, <c>i-…</c>.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Whether packets neither from nor to this node are dropped. Overlay addresses need false.</summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The security groups.</summary>
    public List<GroupIdentifier>? Groups { get; set; } = InitialList.Of<GroupIdentifier>();

    /// <summary>Whether it is protected from being stopped.</summary>
    public bool? DisableApiStop { get; set; }

    /// <summary>Whether it is protected from termination.</summary>
    public bool? DisableApiTermination { get; set; }

    /// <summary>Whether it is optimized for EBS.</summary>
    public bool? EbsOptimized { get; set; }

    /// <summary>Whether enhanced networking with ENA is on.</summary>
    public bool? EnaSupport { get; set; }

    /// <summary><c>stop</c> or <c>terminate</c>.</summary>
    public string? InstanceInitiatedShutdownBehavior { get; set; }

    /// <summary>The instance type, such as <c>t4g.micro</c>.</summary>
    public string? InstanceType { get; set; }

    /// <summary>The kernel.</summary>
    public string? KernelId { get; set; }

    /// <summary>The RAM disk.</summary>
    public string? RamdiskId { get; set; }

    /// <summary>The root device, such as <c>/dev/xvda</c>.</summary>
    public string? RootDeviceName { get; set; }

    /// <summary><c>simple</c> when enhanced networking by SR-IOV is on.</summary>
    public string? SriovNetSupport { get; set; }

    /// <summary>The user data, base64-encoded.</summary>
    public string? UserData { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml) => ReadMember(name, xml);

    internal void ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "instanceId":
                InstanceId = xml.String();
                break;
            case "sourceDestCheck":
                SourceDestCheck = xml.WrappedBool();
                break;
            case "groupSet":
                Groups = xml.List(Groups);
                break;
            case "disableApiStop":
                DisableApiStop = xml.WrappedBool();
                break;
            case "disableApiTermination":
                DisableApiTermination = xml.WrappedBool();
                break;
            case "ebsOptimized":
                EbsOptimized = xml.WrappedBool();
                break;
            case "enaSupport":
                EnaSupport = xml.WrappedBool();
                break;
            case "instanceInitiatedShutdownBehavior":
                InstanceInitiatedShutdownBehavior = xml.WrappedString();
                break;
            case "instanceType":
                InstanceType = xml.WrappedString();
                break;
            case "kernel":
                KernelId = xml.WrappedString();
                break;
            case "ramdisk":
                RamdiskId = xml.WrappedString();
                break;
            case "rootDeviceName":
                RootDeviceName = xml.WrappedString();
                break;
            case "sriovNetSupport":
                SriovNetSupport = xml.WrappedString();
                break;
            case "userData":
                UserData = xml.WrappedString();
                break;
        }
    }
}
