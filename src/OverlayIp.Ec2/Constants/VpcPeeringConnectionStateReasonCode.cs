using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>How far a VPC peering connection has got.</summary>
public class VpcPeeringConnectionStateReasonCode : ConstantClass
{
    /// <summary><c>active</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Active = new("active");

    /// <summary><c>deleted</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Deleted = new("deleted");

    /// <summary><c>deleting</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Deleting = new("deleting");

    /// <summary><c>expired</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Expired = new("expired");

    /// <summary><c>failed</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Failed = new("failed");

    /// <summary><c>initiating-request</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode InitiatingRequest = new("initiating-request");

    /// <summary><c>pending-acceptance</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode PendingAcceptance = new("pending-acceptance");

    /// <summary><c>provisioning</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Provisioning = new("provisioning");

    /// <summary><c>rejected</c></summary>
    public static readonly VpcPeeringConnectionStateReasonCode Rejected = new("rejected");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public VpcPeeringConnectionStateReasonCode(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static VpcPeeringConnectionStateReasonCode FindValue(string value) => FindValue<VpcPeeringConnectionStateReasonCode>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator VpcPeeringConnectionStateReasonCode?(string? value) => FindValue<VpcPeeringConnectionStateReasonCode>(value);
}
