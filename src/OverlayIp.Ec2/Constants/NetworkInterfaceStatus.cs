using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of a network interface.</summary>
public class NetworkInterfaceStatus : ConstantClass
{
    /// <summary><c>associated</c></summary>
    public static readonly NetworkInterfaceStatus Associated = new("associated");

    /// <summary><c>attaching</c></summary>
    public static readonly NetworkInterfaceStatus Attaching = new("attaching");

    /// <summary><c>available</c></summary>
    public static readonly NetworkInterfaceStatus Available = new("available");

    /// <summary><c>detaching</c></summary>
    public static readonly NetworkInterfaceStatus Detaching = new("detaching");

    /// <summary><c>in-use</c></summary>
    public static readonly NetworkInterfaceStatus InUse = new("in-use");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public NetworkInterfaceStatus(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static NetworkInterfaceStatus FindValue(string value) => FindValue<NetworkInterfaceStatus>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator NetworkInterfaceStatus?(string? value) => FindValue<NetworkInterfaceStatus>(value);
}
