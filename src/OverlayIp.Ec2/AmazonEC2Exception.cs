using System.Net;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>An error answered by EC2. <see cref="AmazonServiceException.ErrorCode"/> says which, such as <c>InvalidRoute.NotFound</c>.</summary>
public class AmazonEC2Exception : AmazonServiceException
{
    /// <summary>Creates an exception that says nothing.</summary>
    public AmazonEC2Exception()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What went wrong.</param>
    public AmazonEC2Exception(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public AmazonEC2Exception(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception from its cause.</summary>
    /// <param name="innerException">The cause.</param>
    public AmazonEC2Exception(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an exception from an EC2 error response and its cause.</summary>
    /// <param name="message">The response's message.</param>
    /// <param name="innerException">The cause.</param>
    /// <param name="errorType">Whose fault it is, when the response says so.</param>
    /// <param name="errorCode">The response's error code.</param>
    /// <param name="requestId">The id AWS gave the request.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public AmazonEC2Exception(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an exception from an EC2 error response.</summary>
    /// <param name="message">The response's message.</param>
    /// <param name="errorType">Whose fault it is, when the response says so.</param>
    /// <param name="errorCode">The response's error code.</param>
    /// <param name="requestId">The id AWS gave the request.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public AmazonEC2Exception(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
