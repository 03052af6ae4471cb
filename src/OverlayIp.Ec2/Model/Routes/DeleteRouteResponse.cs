using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The answer to <c>DeleteRoute</c>: nothing but the metadata.</summary>
public class DeleteRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
    }
}
