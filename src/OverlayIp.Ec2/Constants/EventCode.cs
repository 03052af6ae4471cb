using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>What AWS schedules for instances.</summary>
public class EventCode : ConstantClass
{
    /// <summary><c>instance-reboot</c></summary>
    public static readonly EventCode InstanceReboot = new("instance-reboot");

    /// <summary><c>instance-retirement</c></summary>
    public static readonly EventCode InstanceRetirement = new("instance-retirement");

    /// <summary><c>instance-stop</c></summary>
    public static readonly EventCode InstanceStop = new("instance-stop");

    /// <summary><c>system-maintenance</c></summary>
    public static readonly EventCode SystemMaintenance = new("system-maintenance");

    /// <summary><c>system-reboot</c></summary>
    public static readonly EventCode SystemReboot = new("system-reboot");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public EventCode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static EventCode FindValue(string value) => FindValue<EventCode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EventCode?(string? value) => FindValue<EventCode>(value);
}
