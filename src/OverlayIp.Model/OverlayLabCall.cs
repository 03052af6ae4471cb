namespace OverlayIp;

/// <summary>One API call that a lab has received.</summary>
public sealed record OverlayLabCall
{
    /// <summary>When the request had arrived.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The API action, such as <c>ReplaceRoute</c>; empty when the request named none.</summary>
    public required string Action { get; init; }

    /// <summary>The request's parameters, without <c>Action</c>, <c>Version</c> and anything of the signature.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The HTTP status of the answer; 0 when the lab cut the connection instead of answering.</summary>
    public int HttpStatus { get; init; }

    /// <summary>The error code of the answer, or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The request id of the answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>The access key id that signed the request, or null.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The ARN of the user or the role's session that called, or null when the request was refused before that was known.</summary>
    public string? CallerArn { get; init; }

    /// <summary>Time from the request's arrival until its answer was written.</summary>
    public TimeSpan Elapsed { get; init; }
}
