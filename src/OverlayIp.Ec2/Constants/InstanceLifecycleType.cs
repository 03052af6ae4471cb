using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How an instance was bought, when not on demand.</summary>
public class InstanceLifecycleType : ConstantClass
{
    /// <summary><c>capacity-block</c></summary>
    public static readonly InstanceLifecycleType CapacityBlock = new("capacity-block");

    /// <summary><c>interruptible-capacity-reservation</c></summary>
    public static readonly InstanceLifecycleType InterruptibleCapacityReservation = new("interruptible-capacity-reservation");

    /// <summary><c>scheduled</c></summary>
    public static readonly InstanceLifecycleType Scheduled = new("scheduled");

    /// <summary><c>spot</c></summary>
    public static readonly InstanceLifecycleType Spot = new("spot");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public InstanceLifecycleType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static InstanceLifecycleType FindValue(string value) => FindValue<InstanceLifecycleType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator InstanceLifecycleType?(string? value) => FindValue<InstanceLifecycleType>(value);
}
