using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>On the node that is the target, the operating system has the address: otherwise it drops the packets that arrive.</summary>
internal sealed class LocalAddressCheck : ValidationCheck
{
    public override string Id => "LocalAddress";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | FactKind.LocalNode;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        if (view.Destination.Cidr is not { IsSingleAddress: true } address)
        {
            return [Finding.Skipped(view.Destination.ToString(), "It is not one address, so the operating system need not have it.")];
        }

        var local = view.Facts.LocalNode.Items.FirstOrDefault(l => view.Nodes.Any(n => n.NetworkInterfaceId == l.NetworkInterfaceId));
        if (local is null)
        {
            return [Finding.Skipped(view.Destination.ToString(), "This machine is none of the nodes: run it there as well.")];
        }

        var node = view.Nodes.First(n => n.NetworkInterfaceId == local.NetworkInterfaceId);
        var present = local.Addresses.FirstOrDefault(a => a.Present && a.Address == address.Address.ToString());
        return
        [
            (node.IsTarget, present) switch
            {
                (_, { } found) => Finding.Pass(node.Id, $"This machine has {found.Address} on {found.InterfaceName}{(found.Persistent ? ", also after a reboot" : "")}."),
                (true, null) => new Finding(
                    node.Id, OverlayCheckStatus.Fail, $"The packets come to this machine, which has no interface with {address.Address}.",
                    view.Remedies.Local($"Add-OverlayAddress {address.Address}")),
                _ => Finding.Pass(node.Id, $"This machine is not the target, and does not have {address.Address}."),
            },
        ];
    }
}
