using Amazon.EC2.Model;

namespace OverlayIp.Engine.Tests.Fakes;

internal sealed partial class FakeEc2
{
    private readonly Dictionary<string, int> _stopping = [];

    /// <summary>The instance status checks that are not ok.</summary>
    public Dictionary<string, string> StatusChecks { get; } = [];

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(
        DescribeInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeInstances", null, request, () => Describe(request), cancellationToken);

    public Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(
        DescribeNetworkInterfacesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeNetworkInterfaces", null, request, () => new DescribeNetworkInterfacesResponse
        {
            NetworkInterfaces = [.. (request.NetworkInterfaceIds ?? []).Select(id => InterfaceOf(id)).Select(CopyOf)],
        }, cancellationToken);

    public Task<ModifyNetworkInterfaceAttributeResponse> ModifyNetworkInterfaceAttributeAsync(
        ModifyNetworkInterfaceAttributeRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ModifyNetworkInterfaceAttribute", null, request, () =>
        {
            InterfaceOf(request.NetworkInterfaceId!).SourceDestCheck = request.SourceDestCheck;
            return new ModifyNetworkInterfaceAttributeResponse();
        }, cancellationToken);

    /// <summary>Instances that are told to stop are stopping until their state is looked at for the second time.</summary>
    public Task<StopInstancesResponse> StopInstancesAsync(StopInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("StopInstances", null, request, () =>
        {
            foreach (var id in request.InstanceIds!)
            {
                var instance = Instances.Find(i => i.InstanceId == id) ?? throw Errors.NotFound("InstanceID", "instance ID", id);
                instance.State = new InstanceState { Name = "stopping" };
                _stopping[id] = 2;
            }

            return new StopInstancesResponse();
        }, cancellationToken);

    public Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(
        DescribeInstanceStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeInstanceStatus", null, request, () => new DescribeInstanceStatusResponse
        {
            InstanceStatuses = [.. Instances.Where(i => request.InstanceIds!.Contains(i.InstanceId!)).Select(i => new InstanceStatus
            {
                InstanceId = i.InstanceId,
                InstanceState = i.State,
                Status = new InstanceStatusSummary { Status = StatusChecks.GetValueOrDefault(i.InstanceId!, "ok") },
                SystemStatus = new InstanceStatusSummary { Status = "ok" },
            })],
        }, cancellationToken);

    private DescribeInstancesResponse Describe(DescribeInstancesRequest request)
    {
        foreach (var (id, looks) in _stopping.ToList())
        {
            _stopping[id] = looks - 1;
            if (looks == 1)
            {
                Instances.Find(i => i.InstanceId == id)!.State = new InstanceState { Name = "stopped" };
                _stopping.Remove(id);
            }
        }

        if (request is { InstanceIds.Count: > 0, MaxResults: not null })
        {
            throw Errors.Of("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        }

        var matching = request.InstanceIds is { Count: > 0 } ids
            ? ids.ConvertAll(id => Instances.Find(i => i.InstanceId == id) ?? throw Errors.NotFound("InstanceID", "instance ID", id))
            : Instances;
        foreach (var filter in request.Filters ?? [])
        {
            matching = filter.Name switch
            {
                "vpc-id" => matching.FindAll(i => filter.Values!.Contains(i.VpcId!)),
                "network-interface.network-interface-id" =>
                    matching.FindAll(i => Interfaces.Exists(e => e.Attachment?.InstanceId == i.InstanceId && filter.Values!.Contains(e.NetworkInterfaceId!))),
                _ => throw Errors.Of("InvalidParameterValue", $"The filter '{filter.Name}' is invalid"),
            };
        }

        var from = request.NextToken is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var size = request.MaxResults is { } most ? Math.Min(PageSize, most) : int.MaxValue;
        return new DescribeInstancesResponse
        {
            Reservations = [.. matching.Skip(from).Take(size).Select(i => new Reservation { Instances = [WithInterfaces(i)] })],
            NextToken = (long)from + size < matching.Count ? $"{from + size}" : null,
        };
    }

    private Instance WithInterfaces(Instance instance) => new()
    {
        InstanceId = instance.InstanceId,
        VpcId = instance.VpcId,
        State = instance.State,
        Tags = instance.Tags,
        NetworkInterfaces =
        [
            .. Interfaces.Where(e => e.Attachment?.InstanceId == instance.InstanceId).Select(e => new InstanceNetworkInterface
            {
                NetworkInterfaceId = e.NetworkInterfaceId,
                VpcId = e.VpcId,
                PrivateIpAddress = e.PrivateIpAddress,
                SourceDestCheck = e.SourceDestCheck,
                Attachment = new InstanceNetworkInterfaceAttachment { DeviceIndex = e.Attachment!.DeviceIndex },
            }),
        ],
    };

    private NetworkInterface InterfaceOf(string id) =>
        Interfaces.Find(i => i.NetworkInterfaceId == id) ?? throw Errors.NotFound("NetworkInterfaceID", "networkInterface ID", id);

    private static NetworkInterface CopyOf(NetworkInterface eni) => new()
    {
        NetworkInterfaceId = eni.NetworkInterfaceId,
        VpcId = eni.VpcId,
        PrivateIpAddress = eni.PrivateIpAddress,
        SourceDestCheck = eni.SourceDestCheck,
        Attachment = eni.Attachment,
    };
}
