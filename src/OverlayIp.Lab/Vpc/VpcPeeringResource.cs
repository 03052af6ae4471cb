namespace OverlayIp.Lab.Vpc;

/// <summary>
/// A peering connection between two VPCs of the lab. It carries packets to addresses of the other VPC's blocks and to no
/// others: an overlay address is none (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html).
/// </summary>
internal sealed record VpcPeeringResource : Resource
{
    public required string RequesterVpcId { get; init; }

    public required string AccepterVpcId { get; init; }

    /// <summary>The account of the accepter's VPC. Another one than the lab's is a request that nobody can accept.</summary>
    public required string AccepterAccountId { get; init; }

    public required string AccepterRegion { get; init; }

    public required VpcPeeringStatus Status { get; init; }

    /// <summary>Until when a request can be accepted.</summary>
    public required DateTimeOffset ExpirationTime { get; init; }

    /// <summary>Whether the VPC is one of the two.</summary>
    public bool Joins(string vpcId) => RequesterVpcId == vpcId || AccepterVpcId == vpcId;

    /// <summary>The VPC at the other end.</summary>
    public string PeerOf(string vpcId) => RequesterVpcId == vpcId ? AccepterVpcId : RequesterVpcId;
}

/// <summary>The life of a peering connection, of which the lab leaves out the passing states.</summary>
internal enum VpcPeeringStatus
{
    PendingAcceptance,
    Active,
    Failed,
    Expired,
    Deleted,
}
