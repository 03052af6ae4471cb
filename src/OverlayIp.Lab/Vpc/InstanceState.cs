namespace OverlayIp.Lab.Vpc;

/// <summary>The life cycle of an instance. The numbers are EC2's state codes.</summary>
internal enum InstanceState
{
    Pending = 0,
    Running = 16,
    ShuttingDown = 32,
    Terminated = 48,
    Stopping = 64,
    Stopped = 80,
}

internal static class InstanceStates
{
    public static string NameOf(this InstanceState state) => state switch
    {
        InstanceState.Pending => "pending",
        InstanceState.Running => "running",
        InstanceState.ShuttingDown => "shutting-down",
        InstanceState.Terminated => "terminated",
        InstanceState.Stopping => "stopping",
        _ => "stopped",
    };

    /// <summary>The state that a passing one turns into; a lasting one stays.</summary>
    public static InstanceState Next(this InstanceState state) => state switch
    {
        InstanceState.Pending => InstanceState.Running,
        InstanceState.ShuttingDown => InstanceState.Terminated,
        InstanceState.Stopping => InstanceState.Stopped,
        _ => state,
    };
}
