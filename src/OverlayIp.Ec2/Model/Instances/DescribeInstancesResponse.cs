using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of instances, by reservation (<c>DescribeInstances</c>).</summary>
public class DescribeInstancesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The reservations of this page, with their instances.</summary>
    public List<Reservation>? Reservations { get; set; } = InitialList.Of<Reservation>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "reservationSet":
                Reservations = xml.List(Reservations);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
