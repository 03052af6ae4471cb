using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.EC2.Internal.Wire;

/// <summary>
/// Turns every request of this client into its HTTP form. One marshaller serves all actions, because each request names
/// its own action and parameters.
/// </summary>
internal sealed class QueryRequestMarshaller
    : IMarshaller<IRequest, AmazonEC2Request>, IMarshaller<IRequest, AmazonWebServiceRequest>
{
    internal const string ApiVersion = "2016-11-15";

    private QueryRequestMarshaller()
    {
    }

    internal static QueryRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((AmazonEC2Request)input);

    public IRequest Marshall(AmazonEC2Request input)
    {
        var request = new DefaultRequest(input, "Amazon.EC2") { HttpMethod = "POST" };
        request.Parameters.Add("Action", input.Action);
        request.Parameters.Add("Version", ApiVersion);
        input.Write(new QueryWriter(request));
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
        return request;
    }
}
