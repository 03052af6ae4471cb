using Amazon.EC2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.EC2;

/// <summary>
/// How an <see cref="AmazonEC2Client"/> reaches EC2. What is not set comes from the environment and the shared
/// configuration file when it is first needed, not when this object is created.
/// </summary>
public class AmazonEC2Config : ClientConfig
{
    // The version of AWSSDK.EC2 whose surface this is; AWS reads the user agent's api/EC2#… part.
    private static readonly string UserAgentString = InternalSDKUtils.BuildUserAgentString("EC2", "4.0.0");

    private static readonly AmazonEC2EndpointResolver EndpointResolver = new();

    /// <summary>Creates a configuration that leaves everything to the environment.</summary>
    public AmazonEC2Config()
        : base(new DefaultConfigurationProvider(AmazonEC2DefaultConfiguration.GetAllConfigurations()))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "ec2";
        EndpointProvider = new AmazonEC2EndpointProvider();
    }

    /// <summary>The service's id in environment variables (<c>AWS_ENDPOINT_URL_EC2</c>) and configuration files.</summary>
    public static new string ServiceId => "EC2";

    /// <summary>The service's name in host names.</summary>
    public override string RegionEndpointServiceName => "ec2";

    /// <summary>The API version.</summary>
    public override string ServiceVersion => "2016-11-15";

    /// <summary>The user agent sent with every request.</summary>
    public override string UserAgent => UserAgentString;

    /// <summary>Tells which endpoint a request would go to.</summary>
    /// <param name="parameters">The request.</param>
    /// <exception cref="AmazonClientException">The configuration leads to no endpoint.</exception>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        var requestContext = new RequestContext(enableMetric: false)
        {
            ClientConfig = this,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        return EndpointResolver.GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(requestContext, null));
    }
}
