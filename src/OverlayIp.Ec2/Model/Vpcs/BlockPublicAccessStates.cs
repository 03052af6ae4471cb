using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Whether VPC Block Public Access applies.</summary>
public class BlockPublicAccessStates : IXmlShape
{
    /// <summary>The direction that is blocked.</summary>
    public BlockPublicAccessMode? InternetGatewayBlockMode { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "internetGatewayBlockMode":
                InternetGatewayBlockMode = xml.String();
                break;
        }
    }
}
