namespace OverlayIp.Engine.Failover;

/// <summary>Finds this node by instance metadata, in three short round trips: token, instance and MAC, interface and VPC; two when the interface is named.</summary>
/// <param name="metadata">The metadata.</param>
/// <param name="macOf">The MAC address of an interface that is given by name or MAC address; see <see cref="LocalLinks.MacOf"/>.</param>
public sealed class MetadataNodeLocator(InstanceMetadataClient metadata, Func<string, string> macOf) : INodeLocator
{
    private const string Macs = "meta-data/network/interfaces/macs/";

    /// <inheritdoc/>
    /// <exception cref="OverlayIpException"><c>InterfaceNotFound</c>, <c>InterfaceHasNoMac</c>, <c>InterfaceNotOfInstance</c>, or what
    /// <see cref="InstanceMetadataClient.ReadAsync"/> throws.</exception>
    public async Task<NodeIdentity> LocateAsync(string? interfaceName, CancellationToken cancellationToken)
    {
        var mac = interfaceName is null ? null : macOf(interfaceName);
        var instance = RequireAsync("meta-data/instance-id", cancellationToken);
        var region = RequireAsync("meta-data/placement/region", cancellationToken);
        if (mac is null)
        {
            var primary = RequireAsync("meta-data/mac", cancellationToken);
            await Task.WhenAll(instance, region, primary);
            mac = await primary;
        }

        var networkInterface = metadata.ReadAsync($"{Macs}{mac}/interface-id", cancellationToken);
        var vpc = metadata.ReadAsync($"{Macs}{mac}/vpc-id", cancellationToken);
        await Task.WhenAll((Task[])[instance, region, networkInterface, vpc]);
        return new NodeIdentity
        {
            InstanceId = Check(Ec2ResourceId.Instance, await instance),
            NetworkInterfaceId = Check(Ec2ResourceId.NetworkInterface, await networkInterface ?? throw await NotOfInstanceAsync(interfaceName, mac, cancellationToken)),
            VpcId = await vpc is { } vpcId ? Check(Ec2ResourceId.Vpc, vpcId) : null,
            Region = await region,
            IsThisInstance = true,
        };
    }

    private async Task<string> RequireAsync(string path, CancellationToken cancellationToken) =>
        await metadata.ReadAsync(path, cancellationToken) is { Length: > 0 } value ? value : throw metadata.Invalid($"has no '{path}'");

    // Something else than instance metadata may answer at its address: a captive portal, a mock, another cloud.
    private string Check(string prefix, string id) =>
        Ec2ResourceId.IsWellFormed(prefix, id) ? id : throw metadata.Invalid($"gave something else than an id {prefix}-…");

    private async Task<OverlayIpException> NotOfInstanceAsync(string? interfaceName, string mac, CancellationToken cancellationToken)
    {
        var known = (await metadata.ReadAsync(Macs, cancellationToken) ?? "").Split('\n').Select(m => m.Trim().TrimEnd('/'));
        return new OverlayIpException("InterfaceNotOfInstance", OverlayErrorKind.NotFound,
            $"The interface {interfaceName ?? "that metadata calls primary"} has the MAC address {mac}, which is none of this instance's network interfaces: {string.Join(", ", known)}.")
        { Subject = interfaceName, RecommendedAction = "Name the interface that is attached to the instance, not a bridge, bond or tunnel on it." };
    }
}
