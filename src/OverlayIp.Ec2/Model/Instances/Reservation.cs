using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>The instances of one launch.</summary>
public class Reservation : IXmlShape
{
    /// <summary>The reservation, <c>r-…</c>.</summary>
    public string? ReservationId { get; set; }

    /// <summary>The owning account, twelve digits.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Who created it on the owner's behalf.</summary>
    public string? RequesterId { get; set; }

    /// <summary>Security groups of EC2-Classic.</summary>
    public List<GroupIdentifier>? Groups { get; set; } = InitialList.Of<GroupIdentifier>();

    /// <summary>The names in <see cref="Groups"/>.</summary>
    public List<string>? GroupNames { get; set; } = InitialList.Of<string>();

    /// <summary>The instances.</summary>
    public List<Instance>? Instances { get; set; } = InitialList.Of<Instance>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "reservationId":
                ReservationId = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "requesterId":
                RequesterId = xml.String();
                break;
            case "groupSet":
                Groups = xml.List(Groups);
                GroupNames = Groups?.ConvertAll(group => group.GroupName ?? string.Empty);
                break;
            case "instancesSet":
                Instances = xml.List(Instances);
                break;
        }
    }
}
