namespace OverlayIp.Agent.Output;

/// <summary>A route target, as <c>--json</c> shows it.</summary>
/// <param name="InstanceId">The instance, or null.</param>
/// <param name="InstanceName">The instance's Name tag, or null.</param>
/// <param name="NetworkInterfaceId">The network interface, or null when it is gone.</param>
internal sealed record TargetReport(string? InstanceId, string? InstanceName, string? NetworkInterfaceId)
{
    /// <summary>The target as a person would call it.</summary>
    public override string ToString() => (InstanceId, NetworkInterfaceId, InstanceName) switch
    {
        (null, null, _) => "-",
        (null, var eni, _) => eni,
        (var id, null, null) => id,
        (var id, null, var name) => $"{name} ({id})",
        (var id, var eni, null) => $"{id} ({eni})",
        (var id, var eni, var name) => $"{name} ({id}, {eni})",
    };
}
