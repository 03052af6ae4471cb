using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How a transit gateway treats its attachments.</summary>
public class TransitGatewayOptions : IXmlShape
{
    /// <summary>Whether attachments of other accounts are accepted by themselves.</summary>
    public AutoAcceptSharedAttachmentsValue? AutoAcceptSharedAttachments { get; set; }

    /// <summary>Whether new attachments are associated with <see cref="AssociationDefaultRouteTableId"/>.</summary>
    public DefaultRouteTableAssociationValue? DefaultRouteTableAssociation { get; set; }

    /// <summary>The route table that new attachments use, <c>tgw-rtb-…</c>.</summary>
    public string? AssociationDefaultRouteTableId { get; set; }

    /// <summary>Whether new attachments propagate their routes to <see cref="PropagationDefaultRouteTableId"/>.</summary>
    public DefaultRouteTablePropagationValue? DefaultRouteTablePropagation { get; set; }

    /// <summary>The route table that new attachments propagate to, <c>tgw-rtb-…</c>.</summary>
    public string? PropagationDefaultRouteTableId { get; set; }

    /// <summary>Whether public DNS names resolve to private addresses across the attached VPCs.</summary>
    public DnsSupportValue? DnsSupport { get; set; }

    /// <summary>Whether rules may refer to security groups across the attached VPCs.</summary>
    public SecurityGroupReferencingSupportValue? SecurityGroupReferencingSupport { get; set; }

    /// <summary>The transit gateway's own CIDR blocks.</summary>
    public List<string>? TransitGatewayCidrBlocks { get; set; } = InitialList.Of<string>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "autoAcceptSharedAttachments":
                AutoAcceptSharedAttachments = xml.String();
                break;
            case "defaultRouteTableAssociation":
                DefaultRouteTableAssociation = xml.String();
                break;
            case "associationDefaultRouteTableId":
                AssociationDefaultRouteTableId = xml.String();
                break;
            case "defaultRouteTablePropagation":
                DefaultRouteTablePropagation = xml.String();
                break;
            case "propagationDefaultRouteTableId":
                PropagationDefaultRouteTableId = xml.String();
                break;
            case "dnsSupport":
                DnsSupport = xml.String();
                break;
            case "securityGroupReferencingSupport":
                SecurityGroupReferencingSupport = xml.String();
                break;
            case "transitGatewayCidrBlocks":
                TransitGatewayCidrBlocks = xml.Strings(TransitGatewayCidrBlocks);
                break;
        }
    }
}
