namespace OverlayIp.Agent.Output;

/// <summary>An error, as <c>--json</c> shows it.</summary>
/// <param name="Id">The stable id, such as <c>RouteTableNotFound</c>.</param>
/// <param name="Kind">The name of the <see cref="OverlayErrorKind"/>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Subject">The user's own thing that it is about, or null.</param>
/// <param name="RecommendedAction">What to do, or null.</param>
/// <param name="AwsErrorCode">The error code that AWS answered, or null.</param>
/// <param name="RequestId">The id of the AWS request, or null.</param>
internal sealed record ErrorReport(
    string Id, string Kind, string Message, string? Subject, string? RecommendedAction, string? AwsErrorCode, string? RequestId);
