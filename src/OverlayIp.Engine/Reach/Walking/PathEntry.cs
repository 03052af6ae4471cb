using OverlayIp.Engine.Reach.Facts;

namespace OverlayIp.Engine.Reach.Walking;

/// <summary>One place where packets of a source start: a subnet of a VPC, or an attachment of a transit gateway.</summary>
internal sealed record PathEntry
{
    private PathEntry()
    {
    }

    /// <summary>The block that the answers must be routed to.</summary>
    public required CidrBlock Block { get; init; }

    /// <summary>The VPC of the subnet, or null.</summary>
    public VpcFact? Vpc { get; private init; }

    public SubnetFact? Subnet { get; private init; }

    public TransitGatewayFact? Gateway { get; private init; }

    public TransitAttachmentFact? Attachment { get; private init; }

    public static PathEntry At(VpcFact vpc, SubnetFact subnet, CidrBlock block) => new() { Vpc = vpc, Subnet = subnet, Block = block };

    public static PathEntry By(TransitGatewayFact gateway, TransitAttachmentFact attachment, CidrBlock block) =>
        new() { Gateway = gateway, Attachment = attachment, Block = block };
}
