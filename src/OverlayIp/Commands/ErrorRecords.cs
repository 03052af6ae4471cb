using System.Management.Automation;

namespace OverlayIp.Commands;

/// <summary>The one place where the engine's errors become PowerShell's.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(OverlayIpException failure, object? item)
    {
        var record = new ErrorRecord(failure, failure.ErrorId, CategoryOf(failure.Kind), failure.Subject ?? item);
        if (failure.RecommendedAction is { } action)
        {
            record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = action };
        }

        return record;
    }

    private static ErrorCategory CategoryOf(OverlayErrorKind kind) => kind switch
    {
        OverlayErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        OverlayErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        OverlayErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        OverlayErrorKind.Refused => ErrorCategory.InvalidOperation,
        OverlayErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        OverlayErrorKind.Authentication => ErrorCategory.AuthenticationError,
        OverlayErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        OverlayErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        OverlayErrorKind.Timeout => ErrorCategory.OperationTimeout,
        OverlayErrorKind.OperatingSystem => ErrorCategory.DeviceError,
        _ => ErrorCategory.NotSpecified,
    };
}
