using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EC2.Internal;

/// <summary>The standard retry mode, with EC2's own throttling code beside the common ones (<c>RequestLimitExceeded</c> …).</summary>
public class EC2StandardRetryPolicy : StandardRetryPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="config">The client's configuration.</param>
    public EC2StandardRetryPolicy(IClientConfig config)
        : base(config) => ThrottlingErrorCodes.Add("EC2ThrottledException");
}
