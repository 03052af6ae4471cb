using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The destination lies outside every block of the VPC: inside, the local route takes the packets.</summary>
internal sealed class OutsideVpcCheck : ValidationCheck
{
    public override string Id => "OutsideVpc";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var wrong = (from wanted in view.Blocks
                     from block in view.VpcBlocks
                     where wanted.Overlaps(block)
                     select new Finding(
                         view.Destination.ToString(), OverlayCheckStatus.Fail,
                         block.Contains(wanted)
                             ? $"{wanted} lies inside the block {block} of {view.Facts.VpcId}, whose local route takes its packets."
                             : $"{wanted} contains the block {block} of {view.Facts.VpcId}.",
                         view.Remedies.Cmdlet($"Find-OverlayAddress -VpcId {view.Facts.VpcId}"))).ToList();
        return view.Blocks.Count == 0
            ? [Finding.Skipped(view.Destination.ToString(), "It is not known which addresses the prefix list has.")]
            : OrPass(wrong, view, () => $"It lies outside {string.Join(", ", view.VpcBlocks)}.");
    }
}
