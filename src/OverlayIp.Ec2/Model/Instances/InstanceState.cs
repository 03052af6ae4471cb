using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The state of an instance.</summary>
public class InstanceState : IXmlShape
{
    /// <summary>The state as a number; only the low byte counts.</summary>
    public int? Code { get; set; }

    /// <summary>The state by name.</summary>
    public InstanceStateName? Name { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "code":
                Code = xml.Int();
                break;
            case "name":
                Name = xml.String();
                break;
        }
    }
}
