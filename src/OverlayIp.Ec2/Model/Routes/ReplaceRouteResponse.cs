using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The answer to <c>ReplaceRoute</c>: nothing but the metadata.</summary>
public class ReplaceRouteResponse : AmazonWebServiceResponse, IXmlShape
{
    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
    }
}
