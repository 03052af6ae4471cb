using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The destination lies outside every block of peered VPCs and of the VPCs at the same transit gateways.</summary>
internal sealed class OutsidePeersCheck : ValidationCheck
{
    public override string Id => "OutsidePeers";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Address;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.PrefixLists | FactKind.Peerings | FactKind.TransitAttachments | FactKind.Vpcs;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var vpcId = view.Facts.VpcId;
        var peers = view.Facts.Peerings.Items.Select(p => (p.PeerVpcId, Way: p.Id, p.Blocks)).ToList();
        var attached = view.Facts.TransitAttachments.Items.Where(a => a.VpcId != vpcId).Select(a =>
            (a.VpcId, Way: a.TransitGatewayId, view.Facts.Vpcs.Items.FirstOrDefault(v => v.Id == a.VpcId)?.Blocks)).ToList();
        var unseen = attached.Where(a => a.Blocks is null).Select(a => a.VpcId).Distinct().ToList();

        var wrong = (from other in peers.Concat(attached.Where(a => a.Blocks is not null).Select(a => (a.VpcId, a.Way, a.Blocks!)))
                     from wanted in view.Blocks
                     from block in other.Item3
                     where wanted.Overlaps(block)
                     select new Finding(
                         other.Item1, OverlayCheckStatus.Fail,
                         $"{wanted} overlaps the block {block} of {other.Item1}, which {other.Item2} connects: what has that address there is out of reach from here.",
                         view.Remedies.Cmdlet($"Find-OverlayAddress -VpcId {vpcId}"))).DistinctBy(f => f.Subject).ToList();
        return OrPass(wrong, view, () =>
            (peers.Count + attached.Count == 0 ? "No VPC is peered, and none shares a transit gateway." : $"None of the {peers.Count + attached.Count} VPCs that are peered or share a transit gateway has it.")
            + (unseen.Count > 0 ? $" The blocks of {string.Join(", ", unseen)} cannot be seen from this account." : ""));
    }
}
