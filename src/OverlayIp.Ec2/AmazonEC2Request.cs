using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>What all EC2 requests have in common.</summary>
public class AmazonEC2Request : AmazonWebServiceRequest
{
    /// <summary>The API action that the request is for.</summary>
    internal virtual string Action => throw new NotSupportedException($"{GetType()} is not a request of this client.");

    /// <summary>Writes the request's members.</summary>
    internal virtual void Write(QueryWriter writer)
    {
    }
}
