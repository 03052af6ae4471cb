using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>The states of an attachment to a transit gateway.</summary>
public class TransitGatewayAttachmentState : ConstantClass
{
    /// <summary><c>available</c></summary>
    public static readonly TransitGatewayAttachmentState Available = new("available");

    /// <summary><c>deleted</c></summary>
    public static readonly TransitGatewayAttachmentState Deleted = new("deleted");

    /// <summary><c>deleting</c></summary>
    public static readonly TransitGatewayAttachmentState Deleting = new("deleting");

    /// <summary><c>failed</c></summary>
    public static readonly TransitGatewayAttachmentState Failed = new("failed");

    /// <summary><c>failing</c></summary>
    public static readonly TransitGatewayAttachmentState Failing = new("failing");

    /// <summary><c>initiating</c></summary>
    public static readonly TransitGatewayAttachmentState Initiating = new("initiating");

    /// <summary><c>initiatingRequest</c></summary>
    public static readonly TransitGatewayAttachmentState InitiatingRequest = new("initiatingRequest");

    /// <summary><c>modifying</c></summary>
    public static readonly TransitGatewayAttachmentState Modifying = new("modifying");

    /// <summary><c>pending</c></summary>
    public static readonly TransitGatewayAttachmentState Pending = new("pending");

    /// <summary><c>pendingAcceptance</c></summary>
    public static readonly TransitGatewayAttachmentState PendingAcceptance = new("pendingAcceptance");

    /// <summary><c>rejected</c></summary>
    public static readonly TransitGatewayAttachmentState Rejected = new("rejected");

    /// <summary><c>rejecting</c></summary>
    public static readonly TransitGatewayAttachmentState Rejecting = new("rejecting");

    /// <summary><c>rollingBack</c></summary>
    public static readonly TransitGatewayAttachmentState RollingBack = new("rollingBack");

    /// <summary>Creates a value, also one that is not listed here.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public TransitGatewayAttachmentState(string value)
        : base(value)
    {
    }

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    public static TransitGatewayAttachmentState FindValue(string value) => FindValue<TransitGatewayAttachmentState>(value);

    /// <summary>Finds the listed value with the given text, or creates one.</summary>
    /// <param name="value">The text that stands in requests and responses.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransitGatewayAttachmentState?(string? value) => FindValue<TransitGatewayAttachmentState>(value);
}
