namespace OverlayIp;

/// <summary>What a route sends its packets to: an EC2 instance, or a network interface (ENI).</summary>
public sealed record RouteTarget
{
    private RouteTarget(string? instanceId, string? networkInterfaceId)
    {
        InstanceId = instanceId;
        NetworkInterfaceId = networkInterfaceId;
    }

    /// <summary>The instance's id, when the target is given as an instance.</summary>
    public string? InstanceId { get; }

    /// <summary>The network interface's id, when the target is given as a network interface.</summary>
    public string? NetworkInterfaceId { get; }

    /// <summary>A target given as an instance.</summary>
    /// <param name="instanceId">An id such as <c>i-0123456789abcdef0</c>.</param>
    /// <exception cref="FormatException">The id is malformed.</exception>
    public static RouteTarget Instance(string instanceId) =>
        Ec2ResourceId.IsWellFormed(Ec2ResourceId.Instance, instanceId)
            ? new RouteTarget(instanceId, null)
            : throw new FormatException($"'{instanceId}' is not an instance id. Expected i- and 8 or 17 hexadecimal digits.");

    /// <summary>A target given as a network interface.</summary>
    /// <param name="networkInterfaceId">An id such as <c>eni-0123456789abcdef0</c>.</param>
    /// <exception cref="FormatException">The id is malformed.</exception>
    public static RouteTarget NetworkInterface(string networkInterfaceId) =>
        Ec2ResourceId.IsWellFormed(Ec2ResourceId.NetworkInterface, networkInterfaceId)
            ? new RouteTarget(null, networkInterfaceId)
            : throw new FormatException($"'{networkInterfaceId}' is not a network interface id. Expected eni- and 8 or 17 hexadecimal digits.");

    /// <summary>Reads an instance id or a network interface id.</summary>
    /// <param name="text">The id.</param>
    /// <exception cref="FormatException">The text is neither; the message says what is right.</exception>
    public static RouteTarget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (Ec2ResourceId.IsWellFormed(Ec2ResourceId.Instance, trimmed))
        {
            return new RouteTarget(trimmed, null);
        }

        return Ec2ResourceId.IsWellFormed(Ec2ResourceId.NetworkInterface, trimmed)
            ? new RouteTarget(null, trimmed)
            : throw new FormatException($"'{text}' is not a route target. Expected an instance id (i-…) or a network interface id (eni-…).");
    }

    /// <summary>The id.</summary>
    public override string ToString() => InstanceId ?? NetworkInterfaceId!;
}
