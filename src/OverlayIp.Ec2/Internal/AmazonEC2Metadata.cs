using Amazon.Runtime.Internal;

namespace Amazon.EC2.Internal;

/// <summary>What AWSSDK.Core wants to know about the service.</summary>
public class AmazonEC2Metadata : IServiceMetadata
{
    /// <summary>The service's id.</summary>
    public string ServiceId => "EC2";

    /// <summary>Operations whose SDK name is not the API's: none.</summary>
    public IDictionary<string, string> OperationNameMapping => new Dictionary<string, string>(0);
}
