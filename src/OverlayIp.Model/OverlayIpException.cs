namespace OverlayIp;

/// <summary>
/// Everything that OverlayIp can say went wrong: a stable id, the user's own thing that it is about, and what to do.
/// It never carries a secret.
/// </summary>
public sealed class OverlayIpException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="errorId">The stable id; see <see cref="ErrorId"/>.</param>
    /// <param name="kind">What sort of error it is.</param>
    /// <param name="message">What was wrong and what is right, in one or two sentences.</param>
    /// <param name="innerException">The cause, or null.</param>
    public OverlayIpException(string errorId, OverlayErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
    }

    /// <summary>The stable id, such as <c>RouteTableNotFound</c>; scripts may rely on it.</summary>
    public string ErrorId { get; }

    /// <summary>What sort of error it is.</summary>
    public OverlayErrorKind Kind { get; }

    /// <summary>The user's own thing that the error is about, such as a route table's id, or null.</summary>
    public object? Subject { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>The error code that AWS answered, such as <c>UnauthorizedOperation</c>, or null.</summary>
    public string? AwsErrorCode { get; init; }

    /// <summary>The id of the AWS request that failed, for AWS Support, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>True when no later item of the same command can succeed either: no Region, no credentials, endpoint out of reach.</summary>
    public bool IsFatal { get; init; }
}
