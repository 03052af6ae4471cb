using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A region.</summary>
public class Region : IXmlShape
{
    /// <summary>The region's system name.</summary>
    public string? RegionName { get; set; }

    /// <summary>EC2's host name in the region.</summary>
    public string? Endpoint { get; set; }

    /// <summary><c>opt-in-not-required</c>, <c>opted-in</c> or <c>not-opted-in</c>.</summary>
    public string? OptInStatus { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "regionName":
                RegionName = xml.String();
                break;
            case "regionEndpoint":
                Endpoint = xml.String();
                break;
            case "optInStatus":
                OptInStatus = xml.String();
                break;
        }
    }
}
