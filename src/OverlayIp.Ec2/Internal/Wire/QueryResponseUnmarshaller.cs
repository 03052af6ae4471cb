using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Internal.Wire;

/// <summary>Reads the response of one action, and the errors that all of them share.</summary>
internal sealed class QueryResponseUnmarshaller<TResponse> : EC2ResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, IXmlShape, new()
{
    private QueryResponseUnmarshaller()
    {
    }

    internal static QueryResponseUnmarshaller<TResponse> Instance { get; } = new();

    // AWSSDK.Core's context wraps the stream without reading ahead, so the shapes can be read from the stream itself;
    // its own cursor would build a path string for every element.
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var response = new TResponse { ResponseMetadata = new ResponseMetadata() };
        if (!input.IsEmptyResponse)
            response.ResponseMetadata.RequestId = XmlShapeReader.ReadDocument(input.Stream, response);
        return response;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return new AmazonEC2Exception(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
