using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The answer to <c>CreateRoute</c>.</summary>
public class CreateRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>Whether the request succeeded.</summary>
    public bool? Return { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "return":
                Return = xml.Bool();
                break;
        }
    }
}
