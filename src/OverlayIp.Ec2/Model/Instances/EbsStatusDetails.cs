using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The outcome of a status check of the attached EBS volumes.</summary>
public class EbsStatusDetails : IXmlShape
{
    /// <summary>The check.</summary>
    public StatusName? Name { get; set; }

    /// <summary>The outcome.</summary>
    public StatusType? Status { get; set; }

    /// <summary>When it first failed, in UTC; null unless it does.</summary>
    public DateTime? ImpairedSince { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "name":
                Name = xml.String();
                break;
            case "status":
                Status = xml.String();
                break;
            case "impairedSince":
                ImpairedSince = xml.Time();
                break;
        }
    }
}
