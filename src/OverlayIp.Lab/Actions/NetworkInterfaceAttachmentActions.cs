using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>AttachNetworkInterface and DetachNetworkInterface.</summary>
internal static class NetworkInterfaceAttachmentActions
{
    public static void Register(ActionTable table)
    {
        table.Add("AttachNetworkInterface", Attach, "NetworkInterfaceId InstanceId DeviceIndex NetworkCardIndex");
        table.Add("DetachNetworkInterface", Detach, "AttachmentId Force");
    }

    private static Action<Ec2Xml> Attach(ActionContext context)
    {
        var eniId = context.Parameters.RequiredId("NetworkInterfaceId", ResourceKind.NetworkInterface);
        var instanceId = context.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        var index = context.Parameters.RequiredInteger("DeviceIndex");
        context.Authorize($"instance/{instanceId}", $"network-interface/{eniId}");
        var attachmentId = context.Mutate(state =>
        {
            var eni = state.NetworkInterface(eniId);
            var instance = state.Instance(instanceId);
            RequireAttachable(state, eni, instance, index);
            var attachment = new NetworkInterfaceAttachment(
                context.Ids.New("eni-attach"), instance.Id, index, DeleteOnTermination: false, context.Now);
            return (state.With(eni with { Attachment = attachment }), attachment.Id);
        });
        return xml =>
        {
            xml.Text("attachmentId", attachmentId);
            xml.Text("networkCardIndex", 0);
        };
    }

    private static Action<Ec2Xml> Detach(ActionContext context)
    {
        var id = context.Parameters.RequiredId("AttachmentId", ResourceKind.Attachment);
        context.Parameters.Boolean("Force");
        context.Authorize(context.Present.NetworkInterfaces.Values.FirstOrDefault(candidate => candidate.Attachment?.Id == id) is { } attached
            ? [$"instance/{attached.Attachment!.InstanceId}", $"network-interface/{attached.Id}"]
            : ["instance/*", "network-interface/*"]);
        context.Mutate(state =>
        {
            var eni = state.NetworkInterfaces.Values.FirstOrDefault(candidate => candidate.Attachment?.Id == id)
                ?? throw new Ec2Exception(ResourceKind.Attachment.NotFoundCode, $"The attachment ID '{id}' does not exist");
            if (eni.Attachment!.DeviceIndex == 0)
            {
                throw new Ec2Exception(
                    "OperationNotPermitted", "The network interface at device index 0 and networkCard index 0 cannot be detached.");
            }

            return state.With(eni with { Attachment = null });
        });
        return xml => xml.Text("return", true);
    }

    private static void RequireAttachable(LabState state, NetworkInterfaceResource eni, InstanceResource instance, int index)
    {
        if (eni.Attachment is not null)
        {
            throw new Ec2Exception("InvalidNetworkInterface.InUse", $"Interface: [{eni.Id}] in use.");
        }

        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
        {
            throw new Ec2Exception("IncorrectState", $"Instance '{instance.Id}' is not 'running' or 'stopped'.");
        }

        if (instance.Zone != eni.Zone)
        {
            throw Ec2Errors.InvalidParameterCombination(
                "You may not attach a network interface to an instance if they are not in the same availability zone");
        }

        var attached = state.InterfacesOf(instance.Id);
        if (attached.Any(other => other.Attachment!.DeviceIndex == index))
        {
            throw Ec2Errors.InvalidParameterValue($"Instance '{instance.Id}' already has an interface attached at device index '{index}'.");
        }
    }
}
