namespace OverlayIp.Engine.Policies;

/// <summary>
/// The resources of a policy, each in its VPC, and beside them others that the policy must not reach: of the same VPC and of another one. They
/// have the same tags, so that nothing but the ARN tells them apart.
/// </summary>
internal sealed class PolicyNeighbourhood
{
    // For a policy that names nothing. The number is the one that AWS uses for examples.
    private const string NoAccount = "123456789012";

    private readonly HashSet<string> _taken;

    public PolicyNeighbourhood(OverlayPolicy policy)
    {
        _taken = [.. policy.Resources.SelectMany(r => new[] { r.Id, r.VpcId, r.InstanceId }).OfType<string>()];
        AccountId = policy.AccountId ?? (policy.Resources is [{ Arn.AccountId: var owner }, ..] ? owner : NoAccount);
        var own = policy.Resources.Where(r => r.Arn.AccountId == AccountId).ToList();
        VpcId = own.Select(r => r.VpcId).FirstOrDefault(id => id is not null) ?? NewId(Ec2ResourceId.Vpc);
        OtherVpcId = NewId(Ec2ResourceId.Vpc);
        OtherTable = NewId(Ec2ResourceId.RouteTable);
        TableOfOtherVpc = NewId(Ec2ResourceId.RouteTable);
        OtherInstance = NewId(Ec2ResourceId.Instance);
        OtherInterface = NewId(Ec2ResourceId.NetworkInterface);
        InstanceOfOtherVpc = NewId(Ec2ResourceId.Instance);
        InterfaceOfOtherVpc = NewId(Ec2ResourceId.NetworkInterface);

        var attachments = Attachments(own);
        Instance = policy.InstanceIds is [var instance, ..] ? instance : attachments.Keys.First();
        World = new PolicyWorld(AccountId, policy.Region)
        {
            Tags = policy.RequiredTags,
            Vpcs =
            [
                .. VpcsOf(own, attachments).Select(WithNeighbours),
                new PolicyWorldVpc(OtherVpcId, [TableOfOtherVpc], new Dictionary<string, IReadOnlyList<string>> { [InstanceOfOtherVpc] = [InterfaceOfOtherVpc] }),
            ],
        };
        ForeignWorlds =
        [
            .. policy.Resources.Where(r => r.Arn.AccountId != AccountId).GroupBy(r => r.Arn.AccountId)
                .Select(account => World with { AccountId = account.Key, Vpcs = VpcsOf([.. account], Attachments([.. account])) }),
        ];
    }

    public string AccountId { get; }

    /// <summary>Where the policy's resources are, with those beside them.</summary>
    public PolicyWorld World { get; }

    /// <summary>Where those are that belong to other accounts, as in a shared VPC.</summary>
    public IReadOnlyList<PolicyWorld> ForeignWorlds { get; }

    public string VpcId { get; }

    public string OtherVpcId { get; }

    /// <summary>An instance that the policy was made for; one of the VPC when there is none.</summary>
    public string Instance { get; }

    public string OtherTable { get; }

    public string TableOfOtherVpc { get; }

    public string OtherInstance { get; }

    public string OtherInterface { get; }

    public string InstanceOfOtherVpc { get; }

    public string InterfaceOfOtherVpc { get; }

    /// <summary>Where a resource of the policy is.</summary>
    public PolicyWorld WorldOf(OverlayPolicyResource resource) =>
        resource.Arn.AccountId == AccountId ? World : ForeignWorlds.First(w => w.AccountId == resource.Arn.AccountId);

    // Which interfaces each instance has. An interface of which that is not known is attached to an instance of its own.
    private Dictionary<string, (string? VpcId, List<string> Interfaces)> Attachments(List<OverlayPolicyResource> resources)
    {
        var instances = resources.Where(r => r.Arn.Type == Ec2Arn.Instance).ToDictionary(r => r.Id, r => (r.VpcId, new List<string>()));
        foreach (var eni in resources.Where(r => r.Arn.Type == Ec2Arn.NetworkInterface))
        {
            var owner = eni.InstanceId ?? NewId(Ec2ResourceId.Instance);
            var (vpcId, interfaces) = instances.GetValueOrDefault(owner, (eni.VpcId, []));
            interfaces.Add(eni.Id);
            instances[owner] = (vpcId ?? eni.VpcId, interfaces);
        }

        if (instances.Count == 0)
        {
            instances.Add(NewId(Ec2ResourceId.Instance), (null, []));
        }

        // EC2 has no instance without an interface.
        foreach (var (_, interfaces) in instances.Values.Where(i => i.Item2.Count == 0))
        {
            interfaces.Add(NewId(Ec2ResourceId.NetworkInterface));
        }

        return instances;
    }

    private List<PolicyWorldVpc> VpcsOf(
        List<OverlayPolicyResource> resources, Dictionary<string, (string? VpcId, List<string> Interfaces)> instances)
    {
        var tables = resources.Where(r => r.Arn.Type == Ec2Arn.RouteTable).ToLookup(r => r.VpcId ?? VpcId, r => r.Id);
        var attached = instances.ToLookup(i => i.Value.VpcId ?? VpcId);
        return
        [
            .. tables.Select(g => g.Key).Concat(attached.Select(g => g.Key)).Append(VpcId).Distinct(StringComparer.Ordinal).Select(vpc => new PolicyWorldVpc(
                vpc, [.. tables[vpc]], attached[vpc].ToDictionary(i => i.Key, i => (IReadOnlyList<string>)i.Value.Interfaces))),
        ];
    }

    private PolicyWorldVpc WithNeighbours(PolicyWorldVpc vpc) => vpc.Id != VpcId ? vpc : vpc with
    {
        RouteTableIds = [.. vpc.RouteTableIds, OtherTable],
        Interfaces = new Dictionary<string, IReadOnlyList<string>>(vpc.Interfaces) { [OtherInstance] = [OtherInterface] },
    };

    private string NewId(string prefix)
    {
        for (var number = 1; ; number++)
        {
            if (_taken.Add($"{prefix}-0{number:x16}"))
            {
                return $"{prefix}-0{number:x16}";
            }
        }
    }
}
