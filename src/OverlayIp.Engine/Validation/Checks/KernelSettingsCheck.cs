using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>Nothing in the kernel of this node is set to drop packets of the address.</summary>
internal sealed class KernelSettingsCheck : ValidationCheck
{
    // The one setting that drops packets in a VPC; the others matter to neighbours, and stay worth a look.
    private const string ReversePath = ".rp_filter";

    public override string Id => "KernelSettings";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | FactKind.LocalNode;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var address = view.Destination.Cidr is { IsSingleAddress: true } single ? single.Address.ToString() : null;
        var local = view.Facts.LocalNode.Items.FirstOrDefault(l => view.Nodes.Any(n => n.NetworkInterfaceId == l.NetworkInterfaceId));
        if (local?.Addresses.FirstOrDefault(a => a.Present && a.Address == address) is not { } present)
        {
            return [Finding.Skipped(view.Destination.ToString(), "This machine does not have the address.")];
        }

        var node = view.Nodes.First(n => n.NetworkInterfaceId == local.NetworkInterfaceId);
        var wrong = present.Findings.Select(finding => new Finding(
            finding.Setting,
            finding.Setting.EndsWith(ReversePath, StringComparison.Ordinal) ? OverlayCheckStatus.Fail : OverlayCheckStatus.Warn,
            finding.ToString(),
            CommandOf(finding.Remedy),
            node.Concerns)).ToList();
        return OrPass(wrong, view, () => "No setting of the kernel drops its packets.");
    }

    // The remedy goes on to say, in words, where to make it permanent.
    private static string CommandOf(string remedy) => remedy.Split(" (", 2)[0];
}
