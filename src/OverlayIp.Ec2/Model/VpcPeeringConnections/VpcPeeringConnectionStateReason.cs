using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How far a VPC peering connection has got.</summary>
public class VpcPeeringConnectionStateReason : IXmlShape
{
    /// <summary><c>active</c> when packets pass.</summary>
    public VpcPeeringConnectionStateReasonCode? Code { get; set; }

    /// <summary>The same in words.</summary>
    public string? Message { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "code":
                Code = xml.String();
                break;
            case "message":
                Message = xml.String();
                break;
        }
    }
}
