using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>How far the association of a VPC's CIDR block has got.</summary>
public class VpcCidrBlockState : IXmlShape
{
    /// <summary><c>associated</c> when the block is in use.</summary>
    public VpcCidrBlockStateCode? State { get; set; }

    /// <summary>Why, where EC2 says so.</summary>
    public string? StatusMessage { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "state":
                State = xml.String();
                break;
            case "statusMessage":
                StatusMessage = xml.String();
                break;
        }
    }
}
