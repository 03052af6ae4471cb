namespace OverlayIp.Engine.Policies;

/// <summary>What a policy is to be made for.</summary>
public sealed record PolicyRequest
{
    /// <summary>The purpose.</summary>
    public required OverlayPolicyPurpose Purpose { get; init; }

    /// <summary>The Region, or null for that of the ARNs, else of the connection.</summary>
    public string? Region { get; init; }

    /// <summary>The account of what is given by id, or null for the one that AWS tells.</summary>
    public string? AccountId { get; init; }

    /// <summary>Route tables, instances and network interfaces that are known already.</summary>
    public IReadOnlyList<OverlayPolicyResource> Known { get; init; } = [];

    /// <summary>Route tables by id, whose VPC and owner are not known.</summary>
    public IReadOnlyList<string> RouteTableIds { get; init; } = [];

    /// <summary>VPCs all of whose route tables are meant.</summary>
    public IReadOnlyList<string> VpcIds { get; init; } = [];

    /// <summary>Instances by id.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>Network interfaces by id.</summary>
    public IReadOnlyList<string> NetworkInterfaceIds { get; init; } = [];

    /// <summary>The tags that whatever the policy lets change must have.</summary>
    public IReadOnlyDictionary<string, string> RequiredTags { get; init; } = new Dictionary<string, string>();

    /// <summary>True makes the VPC of the route tables a condition as well.</summary>
    public bool RequireVpc { get; init; }

    /// <summary>True lets a failover also create the route where it is missing.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>A role that a validation may assume, to ask by dry run whether it could switch; or null.</summary>
    public string? AssumableRoleArn { get; init; }

    /// <summary>The policy's name, or null for one made of the purpose.</summary>
    public string? Name { get; init; }
}
