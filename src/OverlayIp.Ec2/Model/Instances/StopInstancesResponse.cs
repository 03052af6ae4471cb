using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>The answer to <c>StopInstances</c>.</summary>
public class StopInstancesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>What the states of the instances were and are, one for an instance.</summary>
    public List<InstanceStateChange>? StoppingInstances { get; set; } = InitialList.Of<InstanceStateChange>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        if (name == "instancesSet")
        {
            StoppingInstances = xml.List(StoppingInstances);
        }
    }
}
