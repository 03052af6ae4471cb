using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The answer to <c>ModifyInstanceAttribute</c>: nothing but the metadata.</summary>
public class ModifyInstanceAttributeResponse : AmazonWebServiceResponse, IXmlShape
{
    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
    }
}
