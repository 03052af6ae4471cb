namespace OverlayIp.Engine.Validation.Facts;

/// <summary>Everything that was read about one VPC, once: the checks ask nobody else.</summary>
internal sealed record VpcFacts
{
    /// <summary>The VPC, or null when nothing could be read that tells it.</summary>
    public string? VpcId { get; init; }

    public Reading<RouteTableFact> Tables { get; init; } = new();

    public Reading<SubnetFact> Subnets { get; init; } = new();

    /// <summary>The network interfaces of the VPC: the clients are among them.</summary>
    public Reading<NetworkInterfaceFact> Interfaces { get; init; } = new();

    /// <summary>The targets and the candidates.</summary>
    public Reading<InstanceFact> Instances { get; init; } = new();

    public Reading<InstanceHealthFact> Health { get; init; } = new();

    public Reading<SecurityGroupFact> Groups { get; init; } = new();

    public Reading<NetworkAclFact> Acls { get; init; } = new();

    /// <summary>The prefix lists that routes and security groups name.</summary>
    public Reading<PrefixListFact> PrefixLists { get; init; } = new();

    public Reading<PeeringFact> Peerings { get; init; } = new();

    /// <summary>The attachments of this VPC, and of the others at the same transit gateways.</summary>
    public Reading<TransitAttachmentFact> TransitAttachments { get; init; } = new();

    public Reading<VpcFact> Vpcs { get; init; } = new();

    public Reading<SwitchTrialFact> Trials { get; init; } = new();

    public Reading<SwitchTrialFact> RoleTrials { get; init; } = new();

    /// <summary>The ways from the blocks outside to the destinations.</summary>
    public Reading<OverlayPath> Paths { get; init; } = new();

    public Reading<LocalNodeFact> LocalNode { get; init; } = new();

    /// <summary>The readings of these kinds.</summary>
    public IEnumerable<IReading> Of(FactKind kinds)
    {
        (FactKind Kind, IReading Reading)[] all =
        [
            (FactKind.Tables, Tables),
            (FactKind.Subnets, Subnets),
            (FactKind.Interfaces, Interfaces),
            (FactKind.Instances, Instances),
            (FactKind.Health, Health),
            (FactKind.Groups, Groups),
            (FactKind.Acls, Acls),
            (FactKind.PrefixLists, PrefixLists),
            (FactKind.Peerings, Peerings),
            (FactKind.TransitAttachments, TransitAttachments),
            (FactKind.Vpcs, Vpcs),
            (FactKind.Trials, Trials),
            (FactKind.RoleTrials, RoleTrials),
            (FactKind.LocalNode, LocalNode),
            (FactKind.Paths, Paths),
        ];
        return all.Where(r => kinds.HasFlag(r.Kind)).Select(r => r.Reading);
    }
}
