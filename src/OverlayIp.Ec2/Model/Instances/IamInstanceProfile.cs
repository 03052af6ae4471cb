using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The instance profile of an instance.</summary>
public class IamInstanceProfile : IXmlShape
{
    /// <summary>The ARN.</summary>
    public string? Arn { get; set; }

    /// <summary>The id, <c>AIPA…</c>.</summary>
    public string? Id { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "arn":
                Arn = xml.String();
                break;
            case "id":
                Id = xml.String();
                break;
        }
    }
}
