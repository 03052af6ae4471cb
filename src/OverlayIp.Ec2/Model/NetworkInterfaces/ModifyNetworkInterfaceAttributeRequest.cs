using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for one attribute of a network interface to be changed (<c>ModifyNetworkInterfaceAttribute</c>).</summary>
public class ModifyNetworkInterfaceAttributeRequest : AmazonEC2Request
{
    /// <summary>The network interface, <c>eni-…</c>.</summary>
    public string? NetworkInterfaceId { get; set; }

    /// <summary>Whether packets neither from nor to this node are dropped. Overlay addresses need false.</summary>
    public bool? SourceDestCheck { get; set; }

    /// <summary>The security groups.</summary>
    public List<string>? Groups { get; set; } = InitialList.Of<string>();

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>What it is attached to.</summary>
    public NetworkInterfaceAttachmentChanges? Attachment { get; set; }

    /// <summary>True: makes the first IPv6 address the primary one, for good.</summary>
    public bool? EnablePrimaryIpv6 { get; set; }

    /// <summary>Whether the interface has a public IPv4 address.</summary>
    public bool? AssociatePublicIpAddress { get; set; }

    /// <summary>Further subnets that the interface serves.</summary>
    public List<string>? AssociatedSubnetIds { get; set; } = InitialList.Of<string>();

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "ModifyNetworkInterfaceAttribute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("NetworkInterfaceId", NetworkInterfaceId);
        writer.Add("SourceDestCheck.Value", SourceDestCheck);
        writer.Add("SecurityGroupId", Groups);
        writer.Add("Description.Value", Description);
        writer.Add("Attachment", Attachment);
        writer.Add("EnablePrimaryIpv6", EnablePrimaryIpv6);
        writer.Add("AssociatePublicIpAddress", AssociatePublicIpAddress);
        writer.Add("AssociatedSubnetId", AssociatedSubnetIds);
        writer.Add("DryRun", DryRun);
    }
}
