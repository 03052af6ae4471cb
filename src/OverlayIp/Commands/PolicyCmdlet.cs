using System.Collections;
using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Policies;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that work on policies: what a policy is for. All that the pipeline brings is for one policy.</summary>
public abstract class PolicyCmdlet : ConnectedCmdlet
{
    private readonly List<OverlayPolicyResource> _known = [];
    private readonly List<string> _tables = [];
    private readonly List<string> _vpcs = [];
    private readonly List<string> _instances = [];
    private readonly List<string> _interfaces = [];
    private string? _itemRegion;

    /// <summary>True when the pipeline, if there is one, brought something that says what a policy is for.</summary>
    private protected bool HasScope { get; private set; }

    /// <summary>The route tables, by id or ARN.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceReference(Ec2ResourceId.RouteTable, Ec2Arn.RouteTable)]
    [ArgumentCompleter(typeof(RouteTableIdCompleter))]
    public string[]? RouteTableId { get; set; }

    /// <summary>The VPC: without -RouteTableId, all its route tables are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The instances that are nodes, by id or ARN. The network interfaces of all of them are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceReference(Ec2ResourceId.Instance, Ec2Arn.Instance)]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>The network interfaces of nodes, by id or ARN. When the pipeline brings an instance and a network interface, the interface
    /// counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceReference(Ec2ResourceId.NetworkInterface, Ec2Arn.NetworkInterface)]
    [ArgumentCompleter(typeof(NetworkInterfaceIdCompleter))]
    public string[]? NetworkInterfaceId { get; set; }

    /// <summary>The account that owns what is given by id: 12 digits.</summary>
    /// <value>the owner of the routes or ARNs, else the account of the credentials (STS action GetCallerIdentity)</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    /// <summary>Tags that whatever the policy lets change must have, as a hashtable: <c>@{ Cluster = 'hana' }</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? TagCondition { get; set; }

    /// <summary>Lets a Failover policy create the route where it is missing, as -CreateMissing of Switch-OverlayRoute does.</summary>
    [Parameter]
    public SwitchParameter CreateMissing { get; set; }

    /// <summary>Notes what the present object of the pipeline names, or what was typed.</summary>
    /// <param name="item">The object from the pipeline, or null.</param>
    private protected void Gather(object? item)
    {
        HasScope = true;
        if (item is OverlayRoute route)
        {
            Gather(route);
            return;
        }

        Note(_tables, RouteTableId);
        if (RouteTableId is null or [] && NullIfEmpty(VpcId) is { } vpcId)
        {
            _vpcs.Add(vpcId);
        }

        Note(_interfaces, NetworkInterfaceId);
        if (NetworkInterfaceId is null or [] || IsTyped(nameof(InstanceId)))
        {
            Note(_instances, InstanceId);
        }

        _itemRegion ??= NullIfEmpty(Region);
    }

    /// <summary>What was gathered, as a request.</summary>
    private protected PolicyRequest RequestFor(OverlayPolicyPurpose purpose) => new()
    {
        Purpose = purpose,

        // An ARN says its Region itself. Only a Region that somebody named may contradict it.
        Region = IsTyped(nameof(Region)) || _known.Count == 0 ? Settings(_itemRegion).Region : null,
        AccountId = ReadAccount(),
        Known = _known,
        RouteTableIds = [.. _tables.Distinct(StringComparer.Ordinal)],
        VpcIds = [.. _vpcs.Distinct(StringComparer.Ordinal)],
        InstanceIds = [.. _instances.Distinct(StringComparer.Ordinal)],
        NetworkInterfaceIds = [.. _interfaces.Distinct(StringComparer.Ordinal)],
        RequiredTags = (TagCondition ?? []).Cast<DictionaryEntry>().ToDictionary(
            tag => LanguagePrimitives.ConvertTo<string>(tag.Key), tag => LanguagePrimitives.ConvertTo<string>(tag.Value) ?? "", StringComparer.Ordinal),
        CreateMissing = CreateMissing,
    };

    /// <summary>Makes the policy of a request; AWS is asked only for what was not given.</summary>
    private protected OverlayPolicy Author(PolicyRequest request)
    {
        var settings = Settings(_itemRegion ?? (_known is [var known, ..] ? known.Arn.Region : null));
        return Run(async (_, cancellationToken) =>
        {
            var resolver = new PolicyScopeResolver(
                token => OverlaySession.Connections.GetAsync(settings, token),
                async token => (await CallerIdentity.ReadAsync(settings, token)).AccountId);
            return PolicyAuthor.Write(request, await resolver.ResolveAsync(request, cancellationToken));
        });
    }

    private string? ReadAccount() => NullIfEmpty(AccountId) is not { } id || (id.Length == 12 && id.All(char.IsAsciiDigit))
        ? NullIfEmpty(AccountId)
        : throw new OverlayIpException("AccountIdMalformed", OverlayErrorKind.InvalidArgument, $"'{id}' is not an account id. Expected 12 digits.") { Subject = id };

    // What the user typed comes on top: the other candidate is a node as well.
    private void Gather(OverlayRoute route)
    {
        _itemRegion ??= route.Region;
        Note(_tables, IsTyped(nameof(RouteTableId)) ? RouteTableId : null);
        Note(_instances, IsTyped(nameof(InstanceId)) ? InstanceId : null);
        Note(_interfaces, IsTyped(nameof(NetworkInterfaceId)) ? NetworkInterfaceId : null);
        if (route is not { OwnerId: { } owner, Region: { } region })
        {
            Note(_tables, [route.RouteTableId]);
            Note(_interfaces, route.NetworkInterfaceId is { } eni ? [eni] : []);
            return;
        }

        var partition = PolicyScopeResolver.PartitionOf(region);
        Add(owner, Ec2Arn.RouteTable, route.RouteTableId);
        if (route.InstanceId is { } instanceId)
        {
            Add(route.InstanceOwnerId ?? owner, Ec2Arn.Instance, instanceId);
        }

        if (route.NetworkInterfaceId is { } interfaceId)
        {
            Add(route.InstanceOwnerId ?? owner, Ec2Arn.NetworkInterface, interfaceId);
        }

        void Add(string account, string type, string id) => _known.Add(new OverlayPolicyResource
        {
            Arn = new Ec2Arn(partition, region, account, type, id),
            VpcId = route.VpcId,
            InstanceId = type == Ec2Arn.NetworkInterface ? route.InstanceId : null,
        });
    }

    private void Note(List<string> ids, IEnumerable<string>? references)
    {
        foreach (var reference in references ?? [])
        {
            if (Ec2Arn.TryParse(reference, out var arn))
            {
                _known.Add(new OverlayPolicyResource { Arn = arn! });
            }
            else
            {
                ids.Add(reference);
            }
        }
    }
}
