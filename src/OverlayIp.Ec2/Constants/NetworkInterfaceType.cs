using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Kinds of network interfaces.</summary>
public class NetworkInterfaceType : ConstantClass
{
    /// <summary><c>api_gateway_managed</c></summary>
    public static readonly NetworkInterfaceType Api_gateway_managed = new("api_gateway_managed");

    /// <summary><c>aws_codestar_connections_managed</c></summary>
    public static readonly NetworkInterfaceType Aws_codestar_connections_managed = new("aws_codestar_connections_managed");

    /// <summary><c>branch</c></summary>
    public static readonly NetworkInterfaceType Branch = new("branch");

    /// <summary><c>efa</c></summary>
    public static readonly NetworkInterfaceType Efa = new("efa");

    /// <summary><c>efa-only</c></summary>
    public static readonly NetworkInterfaceType EfaOnly = new("efa-only");

    /// <summary><c>gateway_load_balancer</c></summary>
    public static readonly NetworkInterfaceType Gateway_load_balancer = new("gateway_load_balancer");

    /// <summary><c>gateway_load_balancer_endpoint</c></summary>
    public static readonly NetworkInterfaceType Gateway_load_balancer_endpoint = new("gateway_load_balancer_endpoint");

    /// <summary><c>global_accelerator_managed</c></summary>
    public static readonly NetworkInterfaceType Global_accelerator_managed = new("global_accelerator_managed");

    /// <summary><c>interface</c></summary>
    public static readonly NetworkInterfaceType Interface = new("interface");

    /// <summary><c>iot_rules_managed</c></summary>
    public static readonly NetworkInterfaceType Iot_rules_managed = new("iot_rules_managed");

    /// <summary><c>lambda</c></summary>
    public static readonly NetworkInterfaceType Lambda = new("lambda");

    /// <summary><c>load_balancer</c></summary>
    public static readonly NetworkInterfaceType Load_balancer = new("load_balancer");

    /// <summary><c>natGateway</c></summary>
    public static readonly NetworkInterfaceType NatGateway = new("natGateway");

    /// <summary><c>network_load_balancer</c></summary>
    public static readonly NetworkInterfaceType Network_load_balancer = new("network_load_balancer");

    /// <summary><c>quicksight</c></summary>
    public static readonly NetworkInterfaceType Quicksight = new("quicksight");

    /// <summary><c>transit_gateway</c></summary>
    public static readonly NetworkInterfaceType Transit_gateway = new("transit_gateway");

    /// <summary><c>trunk</c></summary>
    public static readonly NetworkInterfaceType Trunk = new("trunk");

    /// <summary><c>vpc_endpoint</c></summary>
    public static readonly NetworkInterfaceType Vpc_endpoint = new("vpc_endpoint");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public NetworkInterfaceType(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static NetworkInterfaceType FindValue(string value) => FindValue<NetworkInterfaceType>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator NetworkInterfaceType?(string? value) => FindValue<NetworkInterfaceType>(value);
}
