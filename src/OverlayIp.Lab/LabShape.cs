namespace OverlayIp.Lab;

/// <summary>
/// VPCs for a lab to start with in place of its own, by the ids that they have elsewhere: what is decided by id, tag or VPC is then decided as it
/// would be there.
/// </summary>
public sealed record LabShape
{
    /// <summary>The VPCs. Each has a block of 10.0.0.0/8, one subnet, and a main route table besides those named.</summary>
    public IReadOnlyList<LabVpcShape> Vpcs { get; init; } = [];
}
