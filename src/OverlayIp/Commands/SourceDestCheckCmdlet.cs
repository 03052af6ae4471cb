using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that work on the source/destination check.</summary>
public abstract class SourceDestCheckCmdlet : ConnectedCmdlet
{
    // An interface that several pipeline objects name (two routes to one node) is looked at and emitted once.
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The instances; all network interfaces of each are meant, unless -DeviceIndex says which.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.Instance)]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>The network interfaces. When the pipeline brings an instance and a network interface, the interface counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ResourceId(Ec2ResourceId.NetworkInterface)]
    [ArgumentCompleter(typeof(NetworkInterfaceIdCompleter))]
    public string[]? NetworkInterfaceId { get; set; }

    /// <summary>Which network interface of each instance is meant: 0 is the primary one.</summary>
    /// <value>all</value>
    [Parameter]
    [ValidateRange(0, 255)]
    public int? DeviceIndex { get; set; }

    /// <summary>Streams the checks of the interfaces that the present pipeline object names.</summary>
    private protected void ForEachCheck(IReadOnlyList<string> vpcIds, Action<SourceDestCheckService, SourceDestCheck> act)
    {
        var instances = InstanceId ?? [];
        var interfaces = NetworkInterfaceId ?? [];
        if (interfaces.Length > 0 && !IsTyped(nameof(InstanceId)))
        {
            instances = [];
        }

        if (instances.Length > 0 && IsTyped(nameof(InstanceId)) && !IsTyped(nameof(NetworkInterfaceId)))
        {
            interfaces = [];
        }

        var query = new SourceDestCheckQuery
        {
            InstanceIds = instances,
            NetworkInterfaceIds = interfaces,
            VpcIds = vpcIds,
            DeviceIndex = DeviceIndex,
        };
        var service = new SourceDestCheckService(Connect(Settings()));
        RunStream(token => service.GetAsync(query, token), check =>
        {
            if (_seen.Add(check.NetworkInterfaceId))
            {
                act(service, check);
            }
        });
    }
}
