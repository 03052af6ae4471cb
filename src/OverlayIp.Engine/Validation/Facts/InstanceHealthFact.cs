namespace OverlayIp.Engine.Validation.Facts;

/// <summary>The status checks of a running instance, and what AWS has planned for it.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="SystemStatus">The host's check: <c>ok</c>, <c>impaired</c>, <c>initializing</c>, <c>insufficient-data</c> …</param>
/// <param name="InstanceStatus">The instance's own.</param>
/// <param name="Events">Scheduled events that are not over, such as <c>instance-stop</c>.</param>
internal sealed record InstanceHealthFact(string InstanceId, string SystemStatus, string InstanceStatus, IReadOnlyList<string> Events);
