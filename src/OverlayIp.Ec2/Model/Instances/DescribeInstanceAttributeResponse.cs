using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>One attribute of an instance (<c>DescribeInstanceAttribute</c>).</summary>
public class DescribeInstanceAttributeResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The attribute that was asked for; the others are null.</summary>
    public InstanceAttribute? InstanceAttribute { get; set; }

    // EC2 puts the attribute into the response itself; the SDK for .NET gives it an object of its own.
    void IXmlShape.ReadMember(string name, XmlShapeReader xml) =>
        (InstanceAttribute ??= new InstanceAttribute()).ReadMember(name, xml);
}
