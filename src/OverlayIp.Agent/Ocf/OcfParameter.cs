namespace OverlayIp.Agent.Ocf;

/// <summary>A parameter of the resource agent, as its meta-data describe it.</summary>
/// <param name="Name">The name; Pacemaker passes it as <c>OCF_RESKEY_name</c>.</param>
/// <param name="Type">string, boolean or integer.</param>
/// <param name="Default">What holds when it is not set.</param>
/// <param name="Short">What it is, in a few words.</param>
/// <param name="Long">What it does, and what may be given.</param>
internal sealed record OcfParameter(string Name, string Type, string Default, string Short, string Long)
{
    /// <summary>True when the cluster's shells are to insist on it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The variable that it comes by.</summary>
    public string Variable => "OCF_RESKEY_" + Name;
}
